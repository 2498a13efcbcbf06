"""The novelty detector: images like those that were learned from, told from others."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from model_files import Parts, make_network

from fashion_gui.files import model_file
from fashion_gui.nn import novelty
from fashion_gui.nn.novelty import N_NEAREST, OTHER_WEIGHT, NoveltyDetector

RNG = np.random.default_rng(0)
N_FEATURES = 12


def around(direction: int, n: int, n_features: int = N_FEATURES) -> np.ndarray:
    """Return features that point about the same way, of all lengths."""
    rows = RNG.normal(0, 0.1, (n, n_features))
    rows[:, direction] += 1
    return (rows * RNG.uniform(0.5, 5, (n, 1))).astype(np.float32)


def known_rows(n: int) -> np.ndarray:
    return np.concatenate([around(0, n), around(1, n)])


@pytest.fixture(scope="module")
def detector() -> NoveltyDetector:
    return NoveltyDetector.of(known_rows(60), around(2, 60), n_dimensions=8)


def slow_scores(known: np.ndarray, other: np.ndarray, features: np.ndarray) -> np.ndarray:
    def likeness(row: np.ndarray, rows: np.ndarray) -> float:
        cosines = [row @ r / np.linalg.norm(row) / np.linalg.norm(r) for r in rows]
        return float(np.mean(sorted(cosines)[-N_NEAREST:]))

    return np.array([likeness(f, known) - OTHER_WEIGHT * likeness(f, other) for f in features])


def test_scores_are_cosines_to_the_nearest_known_less_those_to_other_things() -> None:
    known, other, features = known_rows(20), around(2, 20), RNG.normal(size=(30, N_FEATURES))
    detector = NoveltyDetector.of(known, other, N_FEATURES)
    expected = slow_scores(known, other, features)
    np.testing.assert_allclose(detector.scores(features), expected, atol=0.01)  # steps of int8


def test_known_images_score_higher_than_other_things_and_both_than_nothing(
    detector: NoveltyDetector,
) -> None:
    known, other = detector.scores(known_rows(50)), detector.scores(around(2, 50))
    assert known.min() > other.max()
    foreign = detector.scores(around(7, 50))
    assert known.min() > foreign.max()


def test_of_many_features_the_directions_follow_from_some_of_the_images(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rows = [np.concatenate([around(k, 100, 150) for k in kinds]) for kinds in ((0, 1), (2, 3))]
    exact = NoveltyDetector.of(*rows, 4)
    monkeypatch.setattr(novelty, "_MANY", 100)
    quick = NoveltyDetector.of(*rows, 4)
    assert quick.projection.shape == exact.projection.shape == (150, 4)
    tests = np.concatenate([around(k, 20, 150) for k in (0, 1, 2, 3)])
    np.testing.assert_allclose(quick.scores(tests), exact.scores(tests), atol=0.15)
    assert quick.scores(tests[:40]).min() > quick.scores(tests[40:]).max()


def test_many_images_become_the_means_of_fewer_clusters() -> None:
    rng = np.random.default_rng(4)
    known, other, tests = rng.permutation(known_rows(300)), around(2, 300), known_rows(20)
    every, fewer = (NoveltyDetector.of(known, other, N_FEATURES, most) for most in (None, (40, 20)))
    assert (every.known.shape, every.other.shape) == ((600, 12), (300, 12))
    assert len(fewer.known) <= 40
    assert len(fewer.other) <= 20
    # The mean of a cluster lies in its middle, so it is closer to an image than a single one.
    single = NoveltyDetector.of(known[:40], other[:20], N_FEATURES)
    middles = [d.known.astype(np.float32) / 127 for d in (fewer, single)]
    units = known @ every.projection.astype(np.float32)
    units /= np.linalg.norm(units, axis=1, keepdims=True)
    nearest = [(units @ m.T / np.linalg.norm(m, axis=1)).max(axis=1).mean() for m in middles]
    assert nearest[0] > nearest[1]
    assert fewer.scores(tests).min() > fewer.scores(around(2, 20)).max()


def test_clusters_that_lose_all_their_images_are_left_out_unless_all_are_the_same() -> None:
    same = np.repeat(around(0, 1), 12, axis=0)
    some = np.concatenate([same[:4], around(1, 30), same])
    detector = NoveltyDetector.of(some, same, N_FEATURES, (20, 8))
    assert 5 <= len(detector.known) == 20 - 3
    assert len(detector.other) == 8
    for rows in (detector.known, detector.other):
        assert np.linalg.norm(rows.astype(float), axis=1).min() > 100


def test_it_finds_nothing_novel_before_it_has_a_threshold(detector: NoveltyDetector) -> None:
    assert not detector.is_novel(-known_rows(50)).any()


def test_below_its_threshold_an_image_is_novel(detector: NoveltyDetector) -> None:
    features = np.concatenate([known_rows(20), around(2, 20)])
    middle = float(np.median(detector.scores(features)))
    found = replace(detector, threshold=middle).is_novel(features)
    np.testing.assert_array_equal(found, detector.scores(features) < middle)
    assert 0 < found.sum() < len(found)


def test_a_layer_that_is_silent_is_like_nothing(detector: NoveltyDetector) -> None:
    np.testing.assert_array_equal(detector.scores(np.zeros((3, N_FEATURES))), np.zeros(3))


@pytest.mark.parametrize(
    "changes",
    [
        {"known": np.zeros((9, 8), np.float32)},
        {"known": np.zeros((9, 7), np.int8)},
        {"other": np.zeros((N_NEAREST - 1, 8), np.int8)},
        {"projection": np.zeros(8, np.float16)},
        {"projection": np.full((N_FEATURES, 8), np.nan, np.float16)},
        {"threshold": float("inf")},
    ],
)
def test_parts_that_do_not_fit_are_refused(
    detector: NoveltyDetector, changes: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match="Expected"):
        replace(detector, **changes)  # type: ignore[arg-type]


def detector_for_file(n_features: int = 4) -> NoveltyDetector:
    rows = around(0, 20, n_features), around(1, 20, n_features)
    return replace(NoveltyDetector.of(*rows, n_dimensions=3), threshold=0.25)


def test_a_network_refuses_a_detector_for_another_layer() -> None:
    with pytest.raises(ValueError, match="gives 4 values, found a novelty detector for 5"):
        make_network().with_novelty(detector_for_file(5))


def test_a_model_file_keeps_the_detector(tmp_path: Path) -> None:
    detector = detector_for_file()
    model_file.save(tmp_path / "a.safetensors", make_network().with_novelty(detector))
    found = model_file.load(tmp_path / "a.safetensors").network.novelty
    assert found
    assert found.threshold == detector.threshold
    for name in ("projection", "known", "other"):
        np.testing.assert_array_equal(getattr(found, name), getattr(detector, name))


def test_a_file_of_version_1_opens_and_has_none(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    network = make_network()
    model_file.save(path, network)
    parts = Parts(path)
    parts.metadata["format_version"] = "1"
    path.write_bytes(parts.together())
    found = model_file.load(path).network
    np.testing.assert_array_equal(found.parameters, network.parameters)
    assert found.novelty is None


def test_groups_that_are_not_known_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    model_file.save(path, make_network().with_novelty(detector_for_file()))
    parts = Parts(path)
    parts.put_array("tomorrow.values", "F32", [3], 12)
    path.write_bytes(parts.together())
    # The values of all arrays are zeros now, which a detector may be made of.
    assert model_file.load(path).network.novelty


@pytest.mark.parametrize("name", ["projection", "known", "other", "threshold"])
def test_a_detector_of_which_a_part_is_missing_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a.safetensors"
    model_file.save(path, make_network().with_novelty(detector_for_file()))
    parts = Parts(path)
    parts.drop_array(f"novelty.{name}")
    path.write_bytes(parts.together())
    with pytest.raises(model_file.ModelFileError, match="of a novelty detector"):
        model_file.load(path)
