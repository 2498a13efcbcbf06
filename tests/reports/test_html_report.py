"""The page about an evaluation: whole, self-contained, true and safe."""

import re

import pytest
from report_pages import Node, matrix, predictions_of, read, write

from fashion_gui.data import CLASS_NAMES, Dataset
from fashion_gui.evaluation.predictions import Predictions
from fashion_gui.reports.html_tables import count_of

_DANGEROUS = "<b title=\"x\">&amp; 'Hose'"


def test_the_page_is_html_with_a_title_and_a_language(page: Node) -> None:
    (html,) = page.all("html")
    assert html.attributes["lang"] == "en"
    assert next(page.all("title")).text == "mlp on test images"
    assert next(page.all("h1")).text == "mlp on test images"
    assert len(list(page.all("main"))) == 1


def test_the_page_needs_nothing_but_itself(answers: Predictions, small_dataset: Dataset) -> None:
    other = predictions_of(small_dataset, seed=2)
    text = write(answers, small_dataset, compared=other)
    assert not re.search(
        r"https?:|//|url\(|@import|<script|<link|\son\w+=", re.sub(r'"data:[^"]*"', "", text)
    )


def test_the_summary_tells_accuracy_with_its_interval_loss_and_calibration(
    page: Node, answers: Predictions
) -> None:
    summary = next(page.all("dl")).text.replace("\N{NO-BREAK SPACE}", " ")
    assert f"{100 * answers.report.accuracy:.1f} %" in summary
    for bound in answers.report.accuracy_interval:
        assert f"{100 * bound:.1f} %" in summary
    assert f"{answers.loss:.3f}" in summary
    assert f"{100 * answers.reliability.calibration_error:.1f} %" in summary
    assert "200 of 300 images" in summary


def test_the_head_tells_network_architecture_and_images(page: Node) -> None:
    (head,) = page.all("header")
    assert "mlp: 784-10, 7,850 parameters, evaluated on 300 test images." in head.text


def test_how_far_the_figures_can_be_believed_is_told(
    answers: Predictions, small_dataset: Dataset
) -> None:
    text = write(answers, small_dataset, kind="training images", note="Networks learn from these.")
    (note,) = read(text).all("p", "note")
    assert note.text == "Networks learn from these."
    assert "300 training images" in text


def test_the_table_of_the_classes_has_every_score(page: Node, answers: Predictions) -> None:
    table = next(page.all("table", "scores"))
    rows = [[cell.text for cell in row.children] for row in next(table.all("tbody")).all("tr")]
    for row, name, scores in zip(
        rows[:10], answers.report.class_names, answers.report.classes, strict=True
    ):
        shares = (scores.precision, scores.recall, scores.f1)
        told = [f"{100 * share:.1f}\N{NO-BREAK SPACE}%" for share in shares]
        assert row == [name, *told, str(scores.support)]
    assert len(rows) == 12


def test_every_cell_of_the_matrix_has_its_number_and_says_it_in_words(
    page: Node, answers: Predictions
) -> None:
    cells, names = matrix(page), answers.report.class_names
    assert [[int(cell.text) for cell in row] for row in cells] == answers.report.confusion.tolist()
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            words = cell.attributes["title"] or ""
            verb = "was" if cell.text == "1" else "were"
            assert words == f"{count_of(int(cell.text), names[i])} {verb} predicted as {names[j]}"


def test_the_diagonal_alone_is_marked(page: Node) -> None:
    for i, row in enumerate(matrix(page)):
        marked = ["diagonal" in (cell.attributes["class"] or "") for cell in row]
        assert marked == [i == j for j in range(10)]


def test_the_charts_have_names_axes_and_numbers_for_every_bin(
    page: Node, answers: Predictions
) -> None:
    charts = list(page.all("svg"))
    assert len(charts) == 3
    for chart in charts:
        assert chart.attributes["role"] == "img"
        assert chart.attributes["aria-label"]
        assert chart.attributes["viewbox"]
    reliability = charts[1]
    titles = [next(group.all("title")).text for group in reliability.all("g")]
    counts = [count for count in answers.reliability.count.tolist() if count]
    assert [int(title.split()[0].replace(",", "")) for title in titles] == counts
    assert "confidence" in reliability.text
    assert "accuracy" in reliability.text


def test_the_curve_ends_at_the_accuracy_of_all_answers(page: Node, answers: Predictions) -> None:
    chart = list(page.all("svg"))[2]
    last = list(chart.all("title"))[-1].text.replace("\N{NO-BREAK SPACE}", " ")
    assert last == f"the most confident 100 %: {100 * answers.report.accuracy:.1f} % right"
    (curve,) = chart.all("polyline")
    points = [point.split(",") for point in (curve.attributes["points"] or "").split()]
    assert [float(x) for x, _ in points] == sorted(float(x) for x, _ in points)
    assert all(0 <= float(y) <= 360 for _, y in points)


def test_pictures_and_tables_have_words_for_who_cannot_see_them(comparing_page: Node) -> None:
    assert all(image.attributes["alt"] for image in comparing_page.all("img"))
    for table in comparing_page.all("table"):
        assert next(table.all("caption")).text
    for head in comparing_page.all("th"):
        assert head.attributes["scope"] in ("row", "col")
    assert len(list(comparing_page.all("figcaption"))) == len(list(comparing_page.all("figure")))


def test_names_that_look_like_html_stay_names(small_dataset: Dataset) -> None:
    names = (_DANGEROUS, *small_dataset.class_names[1:])
    dataset = Dataset(small_dataset.train, small_dataset.test, names)
    answers, other = (predictions_of(dataset, seed) for seed in (1, 2))
    text = write(answers, dataset, names=("<i>&", '"B"'), compared=other, note="1 < 2")
    assert "<b" not in text.replace("<body", "")
    assert "<i>" not in text
    page = read(text)
    assert [h.text for h in next(page.all("table", "matrix")).all("th")][1] == names[0]
    assert any(names[0] in (cell.attributes["title"] or "") for row in matrix(page) for cell in row)
    assert any(names[0] in (image.attributes["alt"] or "") for image in page.all("img"))


def test_the_same_answers_make_the_same_page(answers: Predictions, small_dataset: Dataset) -> None:
    assert write(answers, small_dataset) == write(answers, small_dataset)


def test_without_answers_there_is_no_page(small_dataset: Dataset) -> None:
    dataset = Dataset(small_dataset.train, small_dataset.test[:0], CLASS_NAMES)
    nothing = predictions_of(dataset, seed=1)
    with pytest.raises(ValueError, match="found none"):
        write(nothing, dataset)


@pytest.mark.parametrize(
    ("n", "name", "words"),
    [
        (61, "Shirt", "61 Shirts"),
        (1, "Shirt", "1 Shirt"),
        (0, "Dress", "0 Dresses"),
        (1234, "Ankle boot", "1,234 Ankle boots"),
        (2, "Hemd", "2 images of Hemd"),
        (1, "digit 7", "1 image of digit 7"),
    ],
)
def test_images_of_a_class_are_counted_in_words(n: int, name: str, words: str) -> None:
    assert count_of(n, name) == words
