"""An explanation of one prediction as a self-contained HTML page."""

from base64 import b64encode

import numpy as np

from fashion_gui.explain.explanation import Explanation
from fashion_gui.explain.overlay import overlay, scale
from fashion_gui.reports.html_gallery import ToPng
from fashion_gui.reports.html_style import STYLE
from fashion_gui.reports.markup import Markup, element
from fashion_gui.reports.svg_charts import faithfulness_chart

_SIDE = 280
"""Width of an image on the page, in CSS pixels."""
_SCALE_STEPS = 64


def explanation_page(title: str, sentences: str, explanation: Explanation, to_png: ToPng) -> str:
    """Return a page with the image, the attribution over it, its scale and its faithfulness.

    Parameters
    ----------
    title
        Heading of the page.
    sentences
        The explanation in words.
    to_png
        Returns a PNG file of pixels, uint8 (height, width) or (height, width, 3).
    """
    names = explanation.score.network.class_names
    target, against = explanation.score.target, explanation.score.against
    other = "against it" if against is None else f"for {names[against]}"
    limit = float(np.abs(explanation.attribution).max())
    marked = overlay(explanation.image, explanation.attribution)
    pictures = (
        (explanation.image, "The picture as the network sees it."),
        (marked, f"Blue speaks for {names[target]}, orange {other}."),
        (explanation.erased, "Without the 20 % of its ink that most supports the class."),
    )
    figures = [_figure(to_png(pixels), words) for pixels, words in pictures]
    strip = _image(to_png(scale(_SCALE_STEPS, 1)), "Scale of the colours", 24)
    ends = f"From {limit:+.3g} (blue, above) over 0 to {-limit:+.3g} (orange) per pixel."
    figures.insert(2, element("figure", strip, element("figcaption", ends)))
    chart = faithfulness_chart(explanation.deletion, explanation.insertion)
    areas = (
        f"Area of deletion {explanation.deletion.area:.2f} (less is better), "
        f"of insertion {explanation.insertion.area:.2f} (more is better)."
    )
    body = element(
        "main",
        element("h1", title),
        element("p", sentences),
        element("div", figures, class_="pair"),
        element("h2", "Does the prediction rest on that?"),
        element("figure", chart, element("figcaption", areas)),
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", Markup(STYLE)),
    )
    return f"<!DOCTYPE html>\n{element('html', head, element('body', body), lang='en')}\n"


def _figure(png: bytes, words: str) -> Markup:
    return element("figure", _image(png, words, _SIDE), element("figcaption", words))


def _image(png: bytes, words: str, width: int) -> Markup:
    content = b64encode(png).decode("ascii")
    return element(
        "img",
        src=f"data:image/png;base64,{content}",
        alt=words,
        width=width,
        height=_SIDE,
        style="image-rendering: pixelated",
    )
