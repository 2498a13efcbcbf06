"""Answers that are kept are those that would be worked out again, and for nothing else."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, Split
from fashion_gui.evaluation import kept_predictions
from fashion_gui.evaluation.kept_predictions import predict_split_once
from fashion_gui.evaluation.predictions import Predictions, predict_split
from fashion_gui.files.result_cache import ResultCache
from fashion_gui.nn.network import Network
from fashion_gui.training.recipes import Recipe


def network(seed: int = 0, n_hidden: int = 8) -> Network:
    architecture = Recipe(hidden=(n_hidden,)).architecture(10)
    parameters = architecture.initial_parameters(np.random.default_rng(seed))
    return Network(architecture, parameters, CLASS_NAMES)


@pytest.fixture
def cache(tmp_path: Path) -> ResultCache:
    return ResultCache(tmp_path / "cache")


@pytest.fixture
def worked_out(monkeypatch: pytest.MonkeyPatch) -> list[Split]:
    """Which parts were answered by a network, in order."""
    parts: list[Split] = []

    def note(
        network: Network, dataset: Dataset, part: Split, *more: int, **options: bool
    ) -> object:
        parts.append(part)
        return predict_split(network, dataset, part, *more, **options)

    monkeypatch.setattr(kept_predictions, "predict_split", note)
    return parts


def ask(
    cache: ResultCache,
    dataset: Dataset,
    part: Split = Split.TEST,
    of: Network | None = None,
    *,
    with_features: bool = False,
) -> Predictions:
    *_, answers = predict_split_once(
        cache, of or network(), dataset, part, 2, with_features=with_features
    )
    assert isinstance(answers, Predictions)
    return answers


def expect_same(one: Predictions, other: Predictions) -> None:
    assert one.start == other.start
    for name in ("labels", "probabilities", "predicted", "is_right", "losses", "features"):
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))
    assert one.report.accuracy == other.report.accuracy


@pytest.mark.parametrize("with_features", [False, True])
def test_what_was_answered_once_is_not_worked_out_again(
    cache: ResultCache, small_dataset: Dataset, worked_out: list[Split], with_features: bool
) -> None:
    for part in small_dataset.pieces(Split.ALL):
        first = ask(cache, small_dataset, part, with_features=with_features)
        second = ask(cache, small_dataset, part, with_features=with_features)
        expect_same(first, second)
        assert (second.features is not None) == with_features
    assert worked_out == list(small_dataset.pieces(Split.ALL))


def test_features_that_were_not_asked_for_are_worked_out_when_they_are(
    cache: ResultCache, small_dataset: Dataset, worked_out: list[Split]
) -> None:
    ask(cache, small_dataset)
    assert ask(cache, small_dataset, with_features=True).features is not None
    assert ask(cache, small_dataset).features is None
    assert len(worked_out) == 2


def test_another_network_other_images_or_a_newer_program_are_answered_anew(
    cache: ResultCache,
    small_dataset: Dataset,
    worked_out: list[Split],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    images = small_dataset.test.images.copy()
    images[17, 3, 3] ^= 1
    other_images = replace(small_dataset, test=replace(small_dataset.test, images=images))
    ask(cache, small_dataset)
    ask(cache, small_dataset, of=network(1))
    ask(cache, small_dataset, of=network(0, 9))
    changed = ask(cache, other_images)
    *_, expected = predict_split(network(), other_images, Split.TEST)
    assert isinstance(expected, Predictions)
    expect_same(changed, expected)
    monkeypatch.setattr(kept_predictions, "_VERSION", 2)
    ask(cache, small_dataset)
    assert len(worked_out) == 5


def test_other_labels_are_compared_with_the_same_answers(
    cache: ResultCache, small_dataset: Dataset, worked_out: list[Split]
) -> None:
    ask(cache, small_dataset)
    labels = (small_dataset.test.labels + 1) % 10
    relabelled = replace(small_dataset, test=replace(small_dataset.test, labels=labels))
    answers = ask(cache, relabelled)
    assert len(worked_out) == 1
    np.testing.assert_array_equal(answers.is_right, answers.predicted == labels)


def test_answers_that_were_given_up_are_not_kept(
    cache: ResultCache, small_dataset: Dataset, worked_out: list[Split]
) -> None:
    begun = predict_split_once(cache, network(), small_dataset, Split.TRAINING)
    assert isinstance(next(begun), int)
    begun.close()
    ask(cache, small_dataset, Split.TRAINING)
    assert len(worked_out) == 2


def test_the_first_time_tells_how_far_it_is(cache: ResultCache, small_dataset: Dataset) -> None:
    *progress, _ = predict_split_once(cache, network(), small_dataset, Split.TRAINING)
    assert progress
    assert progress[-1] == len(small_dataset.numbers(Split.TRAINING))


def test_a_digest_tells_networks_and_data_sets_apart(small_dataset: Dataset) -> None:
    assert network().digest == network().digest
    assert len({network().digest, network(1).digest, network(0, 9).digest}) == 3
    swapped = Dataset(small_dataset.test, small_dataset.train, CLASS_NAMES)
    assert swapped.digest != small_dataset.digest
    assert replace(small_dataset, class_names=tuple("abcdefghij")).digest == small_dataset.digest
