"""HTML as values: what is text stays text."""

from fashion_gui.reports.markup import Markup, element, joined


def test_text_is_escaped_and_markup_is_not() -> None:
    inner = element("i", "a < b & c")
    assert inner == "<i>a &lt; b &amp; c</i>"
    assert element("p", inner, "<", title='"<&') == (
        '<p title="&quot;&lt;&amp;"><i>a &lt; b &amp; c</i>&lt;</p>'
    )
    assert joined(["<", Markup("<hr>")]) == "&lt;<hr>"
    assert (
        element("line", x1=1.0, stroke_width=2, class_=None)
        == '<line x1="1" stroke-width="2"></line>'
    )
