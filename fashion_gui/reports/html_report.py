"""A report on an evaluation as one HTML page that needs nothing but itself."""

from collections.abc import Iterable
from math import log

from fashion_gui.data import Dataset
from fashion_gui.evaluation.comparison import Comparison
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.reports.html_gallery import N_MOST_WRONG, Gallery, ToPng
from fashion_gui.reports.html_style import STYLE
from fashion_gui.reports.html_tables import change_table, class_table, confusion_table
from fashion_gui.reports.markup import Markup, element, percent
from fashion_gui.reports.svg_charts import class_bars, coverage_chart, reliability_chart, surest


def html_report(
    title: str,
    answers: Predictions,
    dataset: Dataset,
    to_png: ToPng,
    *,
    kind: str = "test images",
    note: str = "",
    names: tuple[str, str] = ("the network", "the other network"),
    compared: Predictions | None = None,
) -> str:
    """Return a page for a browser or a printer.

    Parameters
    ----------
    title
        What stands above it.
    answers
        To at least one image.
    dataset
        Where the images are.
    to_png
        Makes a PNG file of grey levels, uint8 (height, width).
    kind, note
        What the images are called, after their number, and how far they can be believed: of a
        part of the data set, what ``part_words`` says.
    names
        What the network is called, and the one that is compared with it.
    compared
        Answers of a second network to the same images, for a section of its own.
    """
    if not len(answers):
        raise ValueError("Expected answers to report on, found none.")
    gallery = Gallery(dataset, to_png)
    parts = [_header(title, answers, kind, note, names[0]), _summary(answers)]
    if compared is not None:
        parts.append(_comparison(Comparison(answers, compared), names, gallery))
    parts += [_mistakes(answers), _classes(answers), _sureness(answers), *_images(answers, gallery)]
    body = element("body", element("main", parts), _footer())
    viewport = element("meta", name="viewport", content="width=device-width, initial-scale=1")
    style = element("style", Markup(STYLE))
    head = element(
        "head", element("meta", charset="utf-8"), viewport, element("title", title), style
    )
    return f"<!DOCTYPE html>\n{element('html', head, body, lang='en')}\n"


def _header(title: str, answers: Predictions, kind: str, note: str, name: str) -> Markup:
    architecture = answers.network.architecture
    told = (
        f"{name}: {architecture}, {architecture.n_parameters:,} parameters, "
        f"asked about {len(answers):,} {kind}."
    )
    parts = [element("h1", title), element("p", told, class_="faint")]
    if note:
        parts.append(element("p", note, class_="note"))
    return element("header", parts)


def _summary(answers: Predictions) -> Markup:
    report, n_classes = answers.report, answers.network.architecture.n_classes
    low, high = report.accuracy_interval
    n_right = int(answers.is_right.sum())
    cards = (
        (
            "Accuracy",
            percent(report.accuracy),
            f"{n_right:,} of {len(answers):,} images are answered right. On images like these it "
            f"lies between {percent(low)} and {percent(high)} (95 % interval).",
        ),
        (
            "Loss",
            f"{answers.loss:.3f}",
            "How surprising the true classes are, on average, in nats: 0 is best, and who only "
            f"guesses gets {log(n_classes):.2f}.",
        ),
        (
            "Calibration error",
            percent(answers.reliability.calibration_error),
            "How far its sureness is from how often it is right, on average.",
        ),
    )
    return element("dl", (_card(*card) for card in cards), class_="cards")


def _card(name: str, figure: str, words: str) -> Markup:
    value = element("dd", figure, class_="figure")
    return element("div", element("dt", name), value, element("dd", words), class_="card")


def _comparison(comparison: Comparison, names: tuple[str, str], gallery: Gallery) -> Markup:
    n, n_differ = len(comparison.first), int(comparison.differs.sum())
    told = (
        f"They disagree on {n_differ:,} of {n:,} images ({percent(n_differ / n)}). Only {names[0]} "
        f"is right on {comparison.n_only_first:,}, only {names[1]} on "
        f"{comparison.n_only_second:,}."
    )
    change = change_table(
        comparison.confusion_change, comparison.first.report.class_names, names[1]
    )
    return _section(
        f"{names[0]} beside {names[1]}",
        element("p", comparison.verdict(*names)),
        element("p", told),
        _both_networks(comparison, names),
        element("h3", "What changes"),
        _wide(change, "What changes"),
        gallery.disagreements(comparison, names),
    )


def _both_networks(comparison: Comparison, names: tuple[str, str]) -> Markup:
    rows = []
    for name, answers in zip(names, (comparison.first, comparison.second), strict=True):
        low, high = answers.report.accuracy_interval
        cells = (
            percent(answers.report.accuracy, 2),
            f"{percent(low, 2)} to {percent(high, 2)}",
            f"{answers.loss:.4f}",
            percent(answers.reliability.calibration_error, 2),
        )
        layers = element("td", str(answers.network.architecture), class_="layers")
        figures = (element("td", cell) for cell in cells)
        rows.append(element("tr", element("th", name, scope="row"), layers, figures))
    heads = ("network", "layers", "accuracy", "95 % interval", "loss", "calibration error")
    head = element(
        "tr",
        (element("th", w, scope="col", class_="layers" if w == "layers" else None) for w in heads),
    )
    caption = element("caption", "Both networks, asked about the same images.")
    table = element(
        "table", caption, element("thead", head), element("tbody", rows), class_="scores"
    )
    return _wide(table, "Both networks")


def _mistakes(answers: Predictions) -> Markup:
    table = confusion_table(answers.report)
    return _section("What it takes for what", _wide(table, "Confusion matrix"))


def _classes(answers: Predictions) -> Markup:
    legend = (
        (element("span", class_=f"swatch {kind}"), f" {kind}, the {place} bar. ")
        for kind, place in (("precision", "upper"), ("recall", "lower"))
    )
    caption = element("figcaption", *legend)
    bars = element("figure", class_bars(answers.report), caption)
    return _section(
        "Class by class", element("div", class_table(answers.report), bars, class_="pair")
    )


def _sureness(answers: Predictions) -> Markup:
    curve = ", ".join(
        f"{percent(accuracy)} of the surest {percent(share, 0)}"
        for share, accuracy in surest(answers.coverage)
        if share < 1
    )
    figures = (
        (
            reliability_chart(answers.reliability),
            "Bars: how often it is right when it is so sure. On the dashed line it is right as "
            "often as it says; below, it is too sure of itself. The thin lines are 95 % intervals, "
            "and the bars at the bottom tell how many images there are.",
        ),
        (
            coverage_chart(answers.coverage),
            f"If it abstains where it is unsure, it is right more often: on {curve}.",
        ),
    )
    drawn = (element("figure", chart, element("figcaption", words)) for chart, words in figures)
    return _section("Does it know when it does not know?", element("div", drawn, class_="pair"))


def _images(answers: Predictions, gallery: Gallery) -> tuple[Markup, Markup]:
    n_wrong = int((~answers.is_right).sum())
    how_many = f"The {N_MOST_WRONG} of {n_wrong:,}" if n_wrong > N_MOST_WRONG else "The"
    most_wrong = (
        f"{how_many} wrong answers of which it was surest. Look at them yourself: some could "
        "be either, and some labels may be mistaken."
    )
    confused = "Examples of the mistakes that it makes most often, its surest ones first."
    return (
        _section("Surest, and wrong", element("p", most_wrong), gallery.most_wrong(answers)),
        _section("Mistaken most", element("p", confused), gallery.largest_confusions(answers)),
    )


def _wide(table: Markup, name: str) -> Markup:
    """Let a table be moved sideways, by keyboard too, where the screen is narrow."""
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=name)


def _section(heading: str, *parts: str | Iterable[str]) -> Markup:
    return element("section", element("h2", heading), *parts)


def _footer() -> Markup:
    sources = (
        "The interval of the accuracy is Wilson's (1927). The loss is the cross-entropy. The "
        "calibration error is the expected calibration error over ten bins (Guo et al., 2017). "
        "Two networks are compared by Newcombe's interval for pairs (1998) and McNemar's test "
        "(1947)."
    )
    return element("footer", element("p", sources), element("p", "Made by Fashion GUI."))
