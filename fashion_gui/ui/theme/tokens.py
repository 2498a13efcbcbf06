"""The values that the window's look is made of: the one place where a colour is written down.

Hues that stand for something are those of Okabe and Ito, "Color Universal Design", 2008, with
the lightness that each scheme needs: text 4.5:1 against its ground, marks and edges that tell
something 3:1 (Web Content Accessibility Guidelines 2.2, 1.4.3 and 1.4.11).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tokens:
    """The colours of one scheme, as ``#rrggbb``."""

    window: str
    card: str
    """Ground of what holds text, images or plots."""
    raised: str
    """Ground of buttons and tooltips, and of every second row."""
    text: str
    faint_text: str
    """Captions, placeholders, and what cannot be used now: still to be read."""
    accent: str
    """What is selected, has the focus, or is right; the curves of training."""
    on_accent: str
    validation: str
    wrong: str
    edge: str
    """Edge of a card: decoration, exempt from contrast."""
    control_edge: str
    """Edge of what can be pressed, chosen or typed into, and of an empty box to tick."""
    pressed: str
    """Accent under the pointer."""
    tint: str
    """Ground of what is chosen among others: a tool, a page."""
    bar: str
    """A probability that is not the answer; its number stands beside it."""
    track: str
    """What a bar could fill: decoration, exempt from contrast."""
    classes: tuple[str, ...]
    """Marks of the classes, in their order and again from the first. Found by a search for colours
    that are seen on a card and are as far apart as possible for all kinds of colour vision."""
    runs: tuple[str, ...]
    """Curves of other runs, and their names, so text; in their order and again from the first.
    Found as those of the classes, and also far from ``accent`` and ``validation``."""


LIGHT = Tokens(
    window="#f6f7f9",
    card="#ffffff",
    raised="#f1f3f5",
    text="#1b1e22",
    faint_text="#5c6166",
    accent="#0072b2",
    on_accent="#ffffff",
    validation="#c25400",
    wrong="#b3261e",
    edge="#e1e5ea",
    control_edge="#80878f",
    pressed="#005c94",
    tint="#e8f3f9",
    bar="#8fb8d0",
    track="#e4e7ea",
    classes=(
        *("#1a20ff", "#510e67", "#dc683a", "#be2375", "#884e06"),
        *("#c665ff", "#499fb2", "#8957b8", "#0005a9", "#710003"),
    ),
    runs=("#79036d", "#667846", "#0c4a29", "#b04978", "#52028b", "#280600"),
)
DARK = Tokens(
    window="#17191c",
    card="#202327",
    raised="#2a2e33",
    text="#e8eaed",
    faint_text="#a9aeb3",
    accent="#56b4e9",
    on_accent="#10202b",
    validation="#e69f00",
    wrong="#ff8a80",
    edge="#30353b",
    control_edge="#787f87",
    pressed="#7cc6f0",
    tint="#1f3644",
    bar="#41697f",
    track="#3b3e42",
    classes=(
        *("#6eb1ff", "#c9099b", "#b4e600", "#eb6fa1", "#8b691e"),
        *("#ffffb7", "#61f2ff", "#90ae00", "#0062ff", "#efb3a0"),
    ),
    runs=("#f66da3", "#79fe6a", "#6d945f", "#fe2abe", "#c7ffc4", "#86c875"),
)

BLACK = "#000000"
WHITE = "#ffffff"
CANVAS_HINT = "#9aa0a6"
"""Words on the empty canvas, which is black in both schemes."""
CANVAS_GRID = "#2d808080"
"""With its opacity first, ``#aarrggbb``, as the two below."""
CANVAS_MIDDLE = "#9678aaff"
CANVAS_TEMPLATE = "#8278aaff"
MARKS_VEIL = "#48000000"
"""Darkens a picture below the colours of an explanation, which white ink would outshine."""
WINDOW_VEIL = "#73000000"
"""Darkens the window behind a dialog that asks for the whole attention."""
BRUSH_OUTSIDE = "#a0000000"
BRUSH_INSIDE = "#c8ffffff"
