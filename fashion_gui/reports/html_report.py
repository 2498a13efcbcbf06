"""A report on an evaluation as one self-contained HTML page."""

from collections.abc import Iterable
from math import log

from fashion_gui.data import Dataset
from fashion_gui.evaluation.comparison import Comparison
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.percent import SIGN, percent
from fashion_gui.reports.html_gallery import N_MOST_WRONG, Gallery, ToPng
from fashion_gui.reports.html_style import STYLE
from fashion_gui.reports.html_tables import change_table, class_table, confusion_table
from fashion_gui.reports.markup import Markup, element
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
        Heading of the page.
    answers
        Predictions for at least one image.
    dataset
        The data set with the images.
    to_png
        Returns a PNG file of grey levels, uint8 (height, width).
    kind, note
        Name of the images, to follow their number, and how far to trust the figures: see
        ``split_words`` for a split of the data set.
    names
        Names of the network and of the one that it is compared with.
    compared
        Predictions of a second network for the same images, for a section of its own.
    """
    if not len(answers):
        raise ValueError("Expected predictions to report on, found none.")
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
        f"evaluated on {len(answers):,} {kind}."
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
            f"{n_right:,} of {len(answers):,} images are predicted right. On images like these the "
            f"accuracy lies between {percent(low)} and {percent(high)} (95{SIGN} interval).",
        ),
        (
            "Log loss",
            f"{answers.loss:.3f}",
            f"Mean cross-entropy, in nats: 0 is best, and pure guessing has {log(n_classes):.2f}.",
        ),
        (
            "Calibration error",
            percent(answers.reliability.calibration_error),
            "How far its confidence is from its accuracy, on average.",
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
        f"{names[0]} compared with {names[1]}",
        element("p", comparison.verdict(*names)),
        element("p", told),
        _both_networks(comparison, names),
        element("h3", "Change of the confusion matrix"),
        _wide(change, "Change of the confusion matrix"),
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
    heads = ("network", "layers", "accuracy", "95 % interval", "log loss", "calibration error")
    head = element(
        "tr",
        (element("th", w, scope="col", class_="layers" if w == "layers" else None) for w in heads),
    )
    caption = element("caption", "Both networks, evaluated on the same images.")
    table = element(
        "table", caption, element("thead", head), element("tbody", rows), class_="scores"
    )
    return _wide(table, "Both networks")


def _mistakes(answers: Predictions) -> Markup:
    table = confusion_table(answers.report)
    return _section("Confusion matrix", _wide(table, "Confusion matrix"))


def _classes(answers: Predictions) -> Markup:
    legend = (
        (element("span", class_=f"swatch {kind}"), f" {kind}, the {place} bar. ")
        for kind, place in (("precision", "upper"), ("recall", "lower"))
    )
    caption = element("figcaption", *legend)
    bars = element("figure", class_bars(answers.report), caption)
    return _section(
        "Scores by class", element("div", class_table(answers.report), bars, class_="pair")
    )


def _sureness(answers: Predictions) -> Markup:
    curve = ", ".join(
        f"{percent(accuracy)} on the most confident {percent(share, 0)}"
        for share, accuracy in surest(answers.coverage)
        if share < 1
    )
    figures = (
        (
            reliability_chart(answers.reliability),
            "Bars: accuracy of the predictions in each range of confidence. On the dashed line "
            "accuracy equals confidence; below it, the network is over-confident. The thin lines "
            "are 95 % intervals, and the bars at the bottom show the numbers of images.",
        ),
        (
            coverage_chart(answers.coverage),
            f"If it abstains when it is unsure, its accuracy is higher: {curve}.",
        ),
    )
    drawn = (element("figure", chart, element("figcaption", words)) for chart, words in figures)
    return _section("Calibration and coverage", element("div", drawn, class_="pair"))


def _images(answers: Predictions, gallery: Gallery) -> tuple[Markup, Markup]:
    n_wrong = int((~answers.is_right).sum())
    how_many = f"The {N_MOST_WRONG} of {n_wrong:,}" if n_wrong > N_MOST_WRONG else "The"
    most_wrong = (
        f"{how_many} wrong predictions with the highest confidence. Look at them yourself: some "
        "images could be either class, and some labels may be wrong."
    )
    confused = "Examples of the most frequent confusions, the most confident ones first."
    return (
        _section("Most confident errors", element("p", most_wrong), gallery.most_wrong(answers)),
        _section(
            "Most frequent confusions", element("p", confused), gallery.largest_confusions(answers)
        ),
    )


def _wide(table: Markup, name: str) -> Markup:
    """Make a table scroll sideways on a narrow screen, also by keyboard."""
    return element("div", table, class_="scroll", tabindex=0, role="region", aria_label=name)


def _section(heading: str, *parts: str | Iterable[str]) -> Markup:
    return element("section", element("h2", heading), *parts)


def _footer() -> Markup:
    sources = (
        "The interval of the accuracy is Wilson's (1927). The log loss is the mean "
        "cross-entropy. The calibration error is the expected calibration error over ten "
        "bins (Guo et al., 2017). "
        "Two networks are compared by Newcombe's interval for pairs (1998) and McNemar's test "
        "(1947)."
    )
    return element("footer", element("p", sources), element("p", "Made by Fashion GUI."))
