"""The style sheet of a report, for light and dark screens and for paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #ffffff; --card: #f4f6f8; --ink: #1c2126; --faint: #59616a; --line: #d9dee3;
  --right: #0072b2; --right-rgb: 0 114 178; --wrong: #a34600; --wrong-rgb: 213 94 0;
  --light-bar: #8fb8d0;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #17191c; --card: #212428; --ink: #e8eaed; --faint: #a9b0b7; --line: #3a3f45;
    --right: #56b4e9; --right-rgb: 0 134 210; --wrong: #f0a350; --wrong-rgb: 190 90 0;
    --light-bar: #41697f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 40px 32px 64px; max-width: 1160px;
  background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
  -webkit-print-color-adjust: exact; print-color-adjust: exact;
}
h1 { margin: 0; font-size: 30px; line-height: 1.2; font-weight: 650; }
h2 { margin: 52px 0 6px; font-size: 21px; font-weight: 650; }
h3 { margin: 24px 0 8px; font-size: 16px; font-weight: 600; }
p { margin: 6px 0 12px; max-width: 76ch; }
.faint, figcaption, caption { color: var(--faint); }
.note { border-left: 4px solid var(--wrong); padding-left: 12px; }
figure { margin: 0; }
figcaption, caption { font-size: 14px; text-align: left; max-width: 76ch; }
caption { padding-bottom: 8px; }
figcaption { padding-top: 6px; }
.cards {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); gap: 16px;
  margin: 28px 0 0;
}
.card { background: var(--card); border-radius: 10px; padding: 16px 20px; }
.card dt { color: var(--faint); font-size: 14px; }
.card dd { margin: 0; font-size: 14px; }
.card dd.figure { font-size: 32px; line-height: 1.3; font-weight: 650; }
.pair {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(400px, 100%), 1fr));
  gap: 20px 40px;
}
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 14px; }
th { font-weight: 500; }
.scores { width: 100%; }
.scores th, .scores td {
  padding: 5px 0 5px 12px; text-align: right; white-space: nowrap;
  border-top: 1px solid var(--line);
}
.scores thead th { border-top: 0; color: var(--faint); vertical-align: bottom; }
.scores th:first-child { padding-left: 0; text-align: left; white-space: normal; }
.scores .layers {
  min-width: 170px; text-align: left; white-space: normal; overflow-wrap: anywhere;
}
.scores tr.average { color: var(--faint); }
.matrix {
  width: 100%; min-width: 820px;
  table-layout: fixed; border-collapse: separate; border-spacing: 2px;
}
.matrix col.names { width: 112px; }
.matrix th { padding: 4px; font-size: 13px; line-height: 1.25; vertical-align: bottom; }
.matrix tbody th { text-align: right; vertical-align: middle; padding-right: 8px; }
.matrix td { height: 36px; padding: 0 2px; text-align: center; border-radius: 4px; }
.matrix td.right { background: rgb(var(--right-rgb) / calc(var(--shade) * .5)); }
.matrix td.wrong { background: rgb(var(--wrong-rgb) / calc(var(--shade) * .5)); }
.matrix td.diagonal { font-weight: 650; box-shadow: inset 0 0 0 2px var(--right); }
.matrix td.none { color: var(--faint); }
.matrix .total { color: var(--faint); background: none; }
.tiles {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(100px, 1fr)); gap: 14px 8px;
  margin: 10px 0 0; padding: 0; list-style: none;
}
.tiles li { font-size: 12px; line-height: 1.35; break-inside: avoid; }
.tiles img {
  display: block; width: 84px; height: 84px; margin-bottom: 4px; border-radius: 4px;
  background: #000; image-rendering: pixelated;
}
.tiles span { display: block; }
.tiles .truth { font-weight: 600; }
.tiles .miss { color: var(--wrong); }
.tiles .share { color: var(--faint); }
.swatch { display: inline-block; width: 12px; height: 12px; border-radius: 2px; }
.swatch.precision { background: var(--light-bar); }
.swatch.recall { background: var(--right); }
svg { display: block; width: 100%; max-width: 560px; height: auto; }
svg text { fill: var(--ink); font-size: 12.5px; }
svg .number { font-size: 11.5px; }
svg .grid { stroke: var(--line); }
svg .axis { stroke: var(--faint); }
svg .ideal { stroke: var(--faint); stroke-dasharray: 5 4; }
svg .bar, svg .precision { fill: var(--light-bar); }
svg .recall { fill: var(--right); }
svg .count { fill: var(--faint); opacity: .55; }
svg .whisker { stroke: var(--ink); stroke-width: 1.5; }
svg .dot { fill: var(--right); stroke: var(--paper); stroke-width: 1.5; }
svg .curve { fill: none; stroke: var(--right); stroke-width: 2; }
footer { margin-top: 56px; padding-top: 12px; border-top: 1px solid var(--line); }
footer p { font-size: 13px; color: var(--faint); }
@media print {
  @page { margin: 14mm; }
  body { padding: 0; max-width: none; font-size: 13px; }
  h2 { margin-top: 28px; break-after: avoid; }
  h3, caption { break-after: avoid; }
  .matrix { min-width: 0; }
  .matrix td { height: 28px; }
  .matrix col.names { width: 88px; }
  .matrix th, .matrix td, .scores { font-size: 11px; }
  .matrix thead th { padding: 2px 0; font-size: 10px; }
  .cards { grid-template-columns: repeat(3, 1fr); }
  .pair { grid-template-columns: repeat(2, 1fr); gap: 16px 24px; }
  .tiles { grid-template-columns: repeat(10, 1fr); gap: 10px 6px; }
  .tiles li { font-size: 9.5px; }
  .tiles img { width: 56px; height: 56px; }
  figure, table, .card, .whole { break-inside: avoid; }
}
"""
