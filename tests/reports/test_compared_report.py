"""The section of a report that puts a second network beside the first."""

import re

from report_pages import Node, matrix, predictions_of, section

from fashion_gui.data import Dataset
from fashion_gui.evaluation.predictions import Predictions


def test_a_compared_network_has_its_figures_beside_the_first(
    comparing_page: Node, page: Node
) -> None:
    compared = section(comparing_page, "mlp compared with convnet")
    rows = [row.text for row in next(compared.all("tbody")).all("tr")]
    assert rows[0].startswith("mlp784-1066.67")
    assert rows[1].startswith("convnet784-1090.00")
    assert "more than chance explains" in compared.text
    assert not [s for s in page.all("section") if "beside" in s.text]


def test_the_matrix_of_changes_is_the_difference_and_tells_better_from_worse(
    comparing_page: Node, small_dataset: Dataset, answers: Predictions
) -> None:
    other = predictions_of(small_dataset, seed=2, n_wrong=30)
    change = other.report.confusion - answers.report.confusion
    cells = matrix(comparing_page)
    found = [[int(c.text.replace("\N{MINUS SIGN}", "-")) for c in row] for row in cells]
    assert found == change.tolist()
    for i, row in enumerate(cells):
        for j, cell in enumerate(row):
            if change[i, j]:
                is_better = (change[i, j] > 0) == (i == j)
                assert ("right" if is_better else "wrong") in (cell.attributes["class"] or "")
                assert ("more" if change[i, j] > 0 else "fewer") in (cell.attributes["title"] or "")


def test_images_on_which_networks_disagree_are_shown_by_who_is_right(
    comparing_page: Node, small_dataset: Dataset, answers: Predictions
) -> None:
    other = predictions_of(small_dataset, seed=2, n_wrong=30)
    compared = section(comparing_page, "mlp compared with convnet")
    groups = {next(g.all("h3")).text: g for g in compared.all("div") if list(g.all("h3"))}
    n_only = int((other.is_right & ~answers.is_right).sum())
    (heading,) = [h for h in groups if h.startswith("Only convnet is right")]
    assert f"({n_only}, 20 shown)" in heading
    shown = list(groups[heading].all("li"))
    assert len(shown) == 20
    for tile in shown:
        image = next(tile.all("img"))
        place = int(re.findall(r"\d+", image.attributes["title"] or "")[0])
        assert other.is_right[place]
        assert not answers.is_right[place]
        names = [small_dataset.class_names[one.predicted[place]] for one in (answers, other)]
        assert f"mlp: {names[0]}" in tile.text
        assert f"convnet: {names[1]}" in tile.text
