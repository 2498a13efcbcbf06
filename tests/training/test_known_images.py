"""What a network has learned is found at the end of a run that learns from drawings, too."""

from dataclasses import replace

import numpy as np
import pytest

from fashion_gui.data import CLASS_NAMES, Dataset, Subset, load
from fashion_gui.evaluation.verdict import verdicts
from fashion_gui.files import model_file
from fashion_gui.nn.network import Network
from fashion_gui.nn.novelty import NoveltyDetector
from fashion_gui.synthetic.doodles import draw_held_out_things, draw_plain_garments
from fashion_gui.training.drawings import held_out_drawings
from fashion_gui.training.events import Evaluating, Finished, Purpose
from fashion_gui.training.known_images import find_novelty, n_looked_at
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.trainer import train


def found_in(network: Network, photos: Subset, held_out: Subset) -> NoveltyDetector | None:
    looking = find_novelty(network, photos, held_out, n_threads=1)
    while True:
        try:
            next(looking)
        except StopIteration as stop:
            detector: NoveltyDetector | None = stop.value
            return detector


@pytest.fixture(scope="module")
def few() -> Dataset:
    everything = load()
    return Dataset(everything.train[:3000], everything.test[:500], CLASS_NAMES)


@pytest.fixture(scope="module")
def finished(few: Dataset) -> Finished:
    recipe = replace(RECIPES["mlp"], drawings=True, epochs=6, batch_size=64, n_validation=500)
    *records, last = train(recipe, few)
    assert isinstance(last, Finished)
    of_detector = [
        record
        for record in records
        if isinstance(record, Evaluating) and record.purpose is Purpose.DETECTING
    ]
    assert of_detector[-1].n_done == of_detector[-1].n_images == n_looked_at(2500, 500)
    assert 0 < last.detecting_s < last.seconds
    return last


def share_refused(network: Network, images: np.ndarray) -> float:
    return float(
        np.mean(
            [
                verdict.words == "Does not look like clothing"
                for verdict in verdicts(network, images)
            ]
        )
    )


def test_other_things_are_refused_more_often_than_clothes_and_photographs(
    finished: Finished, few: Dataset
) -> None:
    network = finished.network
    assert network.novelty
    things = share_refused(network, held_out_drawings(400, other_share=1.0).images)
    clothes = share_refused(network, held_out_drawings(400).images)
    photos = share_refused(network, few.test.images)
    assert things > clothes + 0.1
    assert photos < 0.05


def test_the_threshold_costs_few_of_the_held_out_photographs(
    finished: Finished, few: Dataset
) -> None:
    held_out = few.train[-500:]
    novelty = finished.network.novelty
    assert novelty
    features = [f for _, f in finished.network.answers_with_features(held_out.images)]
    assert np.mean(novelty.is_novel(np.concatenate(features))) <= 0.02


def test_without_drawings_nobody_looks(few: Dataset) -> None:
    *_, last = train(replace(RECIPES["mlp"], epochs=1, n_train=500, batch_size=100), few)
    assert isinstance(last, Finished)
    assert last.network.novelty is None


def test_the_same_network_gets_the_same_detector(finished: Finished, few: Dataset) -> None:
    photos, held_out = few.train[:400], few.train[-100:]
    first, second = (found_in(finished.network, photos, held_out) for _ in range(2))
    assert first
    assert second
    np.testing.assert_array_equal(first.known, second.known)
    assert first.threshold == second.threshold


def test_a_network_that_ships_knows_clothes_in_a_few_lines_and_rejects_other_things() -> None:
    network = model_file.load(model_file.find("convnet-best")).network
    rng = np.random.default_rng(1)
    refused = [
        np.mean([not verdict.classes for verdict in verdicts(network, images)])
        for images in (draw_plain_garments(400, rng), draw_held_out_things(400, rng))
    ]
    assert refused[0] < 0.09
    assert refused[1] > 0.55


def test_no_validation_images_are_no_obstacle(finished: Finished, few: Dataset) -> None:
    assert found_in(finished.network, few.train[:400], few.train[:0])


def test_numbers_that_are_too_large_to_compare_give_no_detector(
    finished: Finished, few: Dataset
) -> None:
    network = finished.network
    loud = Network(network.architecture, network.parameters * 1e4, network.class_names)
    with np.errstate(all="ignore"):
        assert found_in(loud, few.train[:400], few.train[:0]) is None
