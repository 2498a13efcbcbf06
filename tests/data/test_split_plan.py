"""What the images of a training file are used for, as a run knows it and a file keeps it."""

import json

import pytest

from fashion_gui.data import Dataset, Split, SplitPlan


def test_what_is_between_the_two_ranges_is_not_used(small_dataset: Dataset) -> None:
    dataset = small_dataset.with_plan(SplitPlan.of(1200, 700, 100))
    assert dataset.numbers(Split.TRAINING) == range(700)
    assert dataset.numbers(Split.UNUSED) == range(700, 1100)
    assert dataset.numbers(Split.VALIDATION) == range(1100, 1200)
    assert dataset.numbers(Split.TEST) == range(1200, 1500)
    assert dataset.name_of(800) == "Unused image 800"
    assert dataset.pieces(Split.ALL) == (Split.TRAINING, Split.UNUSED, Split.VALIDATION, Split.TEST)


def test_pieces_are_those_with_images_and_follow_each_other(small_dataset: Dataset) -> None:
    dataset = small_dataset.with_plan(SplitPlan.of(1200, 1200, 0))
    pieces = dataset.pieces(Split.ALL)
    assert pieces == (Split.TRAINING, Split.TEST)
    assert [n for piece in pieces for n in dataset.numbers(piece)] == list(range(1500))
    assert dataset.pieces(Split.VALIDATION) == ()


def test_images_divided_in_another_way_are_the_same(small_dataset: Dataset) -> None:
    labels, digest = small_dataset.labels, small_dataset.digest
    other = small_dataset.with_plan(SplitPlan.of(1200, 10, 10))
    assert other.train is small_dataset.train
    assert other.labels is labels
    assert other.digest is digest
    assert small_dataset.with_plan(small_dataset.split_plan) is small_dataset


@pytest.mark.parametrize("sizes", [(55_000, 5_000), (60_000, 0), (5_000, 1_000), (1, 59_999)])
def test_a_plan_comes_back_from_json(sizes: tuple[int, int]) -> None:
    plan = SplitPlan.of(60_000, *sizes)
    assert SplitPlan.from_dict(json.loads(json.dumps(plan.to_dict())), 60_000) == plan


@pytest.mark.parametrize(
    "values",
    [
        None,
        [],
        "training",
        {},
        {"training": [0, 5]},
        {"training": [0, 5], "validation": "yes"},
        {"training": [0, 5], "validation": [5, None]},
        {"training": [0, 0.5], "validation": [5, 10]},
        {"training": [0, 6], "validation": [5, 10]},
        {"training": [1, 5], "validation": [5, 10]},
        {"training": [0, 5], "validation": [5, 11]},
        {"training": [0, 5, 2], "validation": [5, 10]},
        {"training": [-3, 5], "validation": [5, 10]},
    ],
)
def test_what_is_no_plan_for_these_images_is_unknown(values: object) -> None:
    assert SplitPlan.from_dict(values, 10) == SplitPlan.unknown(10)


def test_of_an_unknown_plan_all_images_may_have_been_learned_from(small_dataset: Dataset) -> None:
    dataset = small_dataset.with_plan(SplitPlan.unknown(1200))
    assert dataset.pieces(Split.ALL) == (Split.TRAINING, Split.TEST)
    assert dataset.name_of(7) == "Image 7 of the training file"
    assert SplitPlan.from_dict(SplitPlan.unknown(1200).to_dict(), 1200) == SplitPlan.unknown(1200)


@pytest.mark.parametrize(
    ("earlier", "training", "validation"),
    [
        (SplitPlan.of(100, 80, 20), range(80), range(90, 100)),
        (SplitPlan.of(100, 95, 5), range(95), range(95, 100)),
        (SplitPlan.of(100, 100, 0), range(100), range(100, 100)),
        (SplitPlan.of(100, 10, 5), range(50), range(90, 100)),
    ],
)
def test_what_was_learned_from_once_is_no_validation_image_any_more(
    earlier: SplitPlan, training: range, validation: range
) -> None:
    later = SplitPlan.of(100, 50, 10).after(earlier)
    assert (later.training, later.validation) == (training, validation)


def test_nobody_knows_what_a_network_knows_that_began_with_an_unknown_one() -> None:
    assert not SplitPlan.of(100, 50, 10).after(SplitPlan.unknown(100)).is_known
