"""The images in a report: those that they are said to be, and the right ones."""

import re

import numpy as np
from report_pages import Node, pixels_in, predictions_of, read, section, write

from fashion_gui.data import CLASS_NAMES, Dataset, Split
from fashion_gui.evaluation.predictions import Predictions


def test_every_image_is_a_png_of_the_pixels_that_its_words_name(
    page: Node, small_dataset: Dataset
) -> None:
    images = list(page.all("img"))
    assert len(images) >= 40
    for image in images:
        told = re.match(
            r"Test image (\d+): ([^,]+), predicted ([^(]+) \((.*) sure\)$",
            image.attributes["alt"] or "",
        )
        assert told is not None
        place = int(told[1])
        assert np.array_equal(pixels_in(image), small_dataset.test.images[place])
        assert told[2] == small_dataset.class_names[small_dataset.test.labels[place]]


def test_the_surest_wrong_answers_come_first(page: Node, answers: Predictions) -> None:
    shown = list(section(page, "Most confident errors").all("img"))
    wrong = np.flatnonzero(~answers.is_right)
    expected = wrong[np.argsort(-answers.confidence[wrong])][:40]
    places = [int(re.findall(r"\d+", image.attributes["title"] or "")[0]) for image in shown]
    assert places == expected.tolist()
    assert "The 40 of 100 wrong predictions" in section(page, "Most confident errors").text


def test_the_largest_confusions_have_a_row_of_examples_each(
    page: Node, answers: Predictions
) -> None:
    rows = list(section(page, "Most frequent confusions").all("div", "whole"))
    confusion = answers.report.confusion.copy()
    np.fill_diagonal(confusion, 0)
    largest = np.sort(confusion, axis=None)[::-1][:6].tolist()
    assert [int(next(row.all("h3")).text.split()[0]) for row in rows] == largest
    for row, count in zip(rows, largest, strict=True):
        truth, answer = next(row.all("h3")).text.split(" ", 1)[1].split(" predicted as ")
        tiles = list(row.all("li"))
        assert len(tiles) == min(count, 10)
        for tile in tiles:
            true_class, called = (next(tile.all("span", kind)).text for kind in ("truth", "miss"))
            assert truth.startswith(true_class)
            assert called == f"predicted {answer}"


def test_images_of_any_part_are_shown_by_their_own_number(small_dataset: Dataset) -> None:
    answers = predictions_of(small_dataset, seed=4, part=Split.ALL)
    images = list(section(read(write(answers, small_dataset)), "Most confident errors").all("img"))
    numbers = np.flatnonzero(~answers.is_right)
    numbers = numbers[np.argsort(-answers.confidence[numbers])][:40]
    for image, number in zip(images, numbers, strict=True):
        assert image.attributes["title"] == small_dataset.name_of(int(number))
        assert np.array_equal(pixels_in(image), small_dataset.image(int(number)))


def test_a_network_without_mistakes_has_a_page_too(small_dataset: Dataset) -> None:
    page = read(write(predictions_of(small_dataset, seed=1, n_wrong=0), small_dataset))
    assert not list(page.all("img"))
    assert "every answer is right" in page.text


def test_a_single_image_has_a_page_too(small_dataset: Dataset) -> None:
    dataset = Dataset(small_dataset.train, small_dataset.test[:1], CLASS_NAMES)
    page = read(write(predictions_of(dataset, seed=1, n_wrong=1), dataset))
    assert len(list(section(page, "Most confident errors").all("img"))) == 1
