"""The pool of drawings: what it gives, how often, and that it never runs dry."""

import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray

from fashion_gui.data import Dataset, Subset
from fashion_gui.synthetic import doodles, photo_sketches
from fashion_gui.synthetic.doodles import NO_CLOTHING
from fashion_gui.training import drawings
from fashion_gui.training.drawings import (
    PHOTOS_A_DRAWING,
    DrawingPool,
    held_out_drawings,
    rows_of_drawings,
)


def numbered_doodles(made: list[int]) -> object:
    """Return something in the place of ``draw_doodles``: each image is a number of its own."""

    def draw(
        n: int, rng: np.random.Generator, *, other_share: float = 0.0
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        numbers = np.arange(len(made), len(made) + n)
        made.extend(numbers)
        images = np.zeros((n, 28, 28), np.uint8)
        # The same from left to right, so that mirroring does not change it.
        images[:, 0], images[:, 1] = numbers[:, np.newaxis] // 250, numbers[:, np.newaxis] % 250
        return images, (numbers % 11).astype(np.uint8)

    return draw


def numbers_of(images: NDArray[np.uint8]) -> NDArray[np.intp]:
    return images[:, 0, 0].astype(np.intp) * 250 + images[:, 1, 0]


@pytest.fixture(autouse=True)
def few_at_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Begin with a small pool, which is quickly made."""
    monkeypatch.setattr(drawings, "_AT_FIRST", 128)


@pytest.fixture
def photos(small_dataset: Dataset) -> Subset:
    return small_dataset.train[:50]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let the pool make numbered images, none of them of photographs; return what it made."""
    numbers: list[int] = []
    monkeypatch.setattr(doodles, "draw_doodles", numbered_doodles(numbers))
    monkeypatch.setattr(drawings, "_SKETCH_SHARE", 0.0)
    return numbers


def pool_of(photos: Subset, uses: int = 16, seed: int = 0) -> DrawingPool:
    return DrawingPool(photos, uses, np.random.default_rng(seed))


@pytest.mark.parametrize("n", [0, 1, 7, 64, 500])
def test_it_gives_as_many_drawings_as_are_asked_for(photos: Subset, n: int) -> None:
    images, labels = pool_of(photos).draw(n)
    assert (images.dtype, labels.dtype) == (np.uint8, np.uint8)
    assert (images.shape, labels.shape) == ((n, 28, 28), (n,))
    assert images.any(axis=(1, 2)).all()


def test_it_gives_all_classes_and_some_that_are_none(photos: Subset) -> None:
    _, labels = pool_of(photos, uses=2).draw(2000)
    counts = np.bincount(labels, minlength=11)
    assert len(counts) == NO_CLOTHING + 1
    assert counts[:NO_CLOTHING].min() > 90
    assert 320 < counts[NO_CLOTHING] < 560  # a quarter of all but the sketches: 440


def test_every_drawing_comes_with_its_own_label(photos: Subset, made: list[int]) -> None:
    pool = pool_of(photos)
    for n in (40, 300, 1):
        images, labels = pool.draw(n)
        assert np.array_equal(labels, numbers_of(images) % 11)


def test_sketches_carry_the_labels_of_their_photographs(
    photos: Subset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawings, "_SKETCH_SHARE", 1.0)
    monkeypatch.setattr(photo_sketches, "sketch_photos", lambda images, rng: images.copy())
    images, labels = pool_of(photos).draw(600)
    both = np.concatenate([photos.images, photos.images[:, :, ::-1]])
    known = {photo.tobytes(): photos.labels[i % 50] for i, photo in enumerate(both)}
    assert [known[image.tobytes()] for image in images] == labels.tolist()
    assert len({image.tobytes() for image in images}) > 90  # of all photographs, and mirrored


def test_some_drawings_are_of_photographs_and_some_are_not(
    photos: Subset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        photo_sketches, "sketch_photos", lambda images, rng: np.full(images.shape, 77, np.uint8)
    )
    images, _ = pool_of(photos).draw(2000)
    assert 0.02 < np.mean((images == 77).all(axis=(1, 2))) < 0.5


def test_about_every_second_one_is_mirrored(
    photos: Subset, monkeypatch: pytest.MonkeyPatch
) -> None:
    def one_sided(
        n: int, rng: np.random.Generator, *, other_share: float
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        images = np.zeros((n, 28, 28), np.uint8)
        images[:, :, :5] = 255
        return images, np.zeros(n, np.uint8)

    monkeypatch.setattr(doodles, "draw_doodles", one_sided)
    monkeypatch.setattr(drawings, "_SKETCH_SHARE", 0.0)
    images, _ = pool_of(photos).draw(2000)
    is_left, is_right = images[:, 0, 0] == 255, images[:, 0, 27] == 255
    assert (is_left ^ is_right).all()
    assert 0.4 < is_right.mean() < 0.6


@pytest.mark.parametrize("uses", [4, 16])
def test_new_drawings_appear_as_fast_as_old_ones_are_used(
    photos: Subset, made: list[int], uses: int
) -> None:
    pool = pool_of(photos, uses)
    first = numbers_of(pool.draw(64)[0])
    n_at_first = len(made)
    assert first.max() < n_at_first
    n_given = 64
    for _ in range(200):
        images, _ = pool.draw(64)
        n_given += 64
    assert len(made) - n_at_first == pytest.approx(n_given / uses, rel=0.1)
    assert numbers_of(images).max() > n_at_first


def test_a_drawing_that_was_used_often_enough_makes_room_and_never_comes_back(
    photos: Subset, made: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawings, "_POOL_SIZE", 256)
    pool, uses = pool_of(photos, uses=4), np.zeros(20_000, int)
    for _ in range(400):
        numbers = numbers_of(pool.draw(50)[0])
        np.add.at(uses, numbers, 1)
        assert numbers.min() >= len(made) - 256
    assert 5000 <= len(made) <= 5400
    of_settled = uses[1000 : len(made) - 600]
    assert of_settled.mean() == pytest.approx(4, rel=0.1)
    assert of_settled.max() < 25


def test_what_was_given_is_a_copy_that_stays(photos: Subset) -> None:
    pool = pool_of(photos)
    images, labels = pool.draw(30)
    then = images.copy(), labels.copy()
    for _ in range(20):
        other_images, other_labels = pool.draw(30)
        other_images[:], other_labels[:] = 3, 3
    assert np.array_equal(images, then[0])
    assert np.array_equal(labels, then[1])
    assert not (pool.draw(200)[0] == 3).all(axis=(1, 2)).any()


def test_the_same_chance_gives_the_same_drawings_and_another_one_others(photos: Subset) -> None:
    first, again, other = (pool_of(photos, seed=seed) for seed in (1, 1, 2))
    for n in (60, 3, 60):
        ours, same, theirs = first.draw(n), again.draw(n), other.draw(n)
        assert np.array_equal(ours[0], same[0])
        assert np.array_equal(ours[1], same[1])
        assert not np.array_equal(ours[0], theirs[0])


def test_it_keeps_no_more_than_it_has_room_for(photos: Subset, made: list[int]) -> None:
    pool = pool_of(photos, uses=4)
    pool.draw(1)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(20):
            pool.draw(5000)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(made) > 25_000
    del made[:]
    assert after - before < 2_000_000  # the numbers themselves, and nothing like 25,000 images


def test_the_photographs_are_left_as_they_were(small_dataset: Dataset) -> None:
    images = small_dataset.train.images[:40].copy()
    images.flags.writeable = False
    pool_of(Subset(images, small_dataset.train.labels[:40])).draw(300)
    assert np.array_equal(images, small_dataset.train.images[:40])


def test_a_single_photograph_is_enough(small_dataset: Dataset) -> None:
    images, _ = pool_of(small_dataset.train[:1]).draw(100)
    assert images.any(axis=(1, 2)).all()


def test_held_out_drawings_are_always_the_same_ones() -> None:
    first, again = held_out_drawings(120), held_out_drawings(120)
    assert np.array_equal(first.images, again.images)
    assert np.array_equal(first.labels, again.labels)
    assert first.images.shape == (120, 28, 28)
    assert first.labels.max() < NO_CLOTHING
    assert len(held_out_drawings(0)) == 0
    assert len(held_out_drawings(1)) == 1


def test_held_out_drawings_may_be_of_no_clothing() -> None:
    assert (held_out_drawings(60, other_share=1.0).labels == NO_CLOTHING).all()
    share = np.mean(held_out_drawings(400, other_share=0.5).labels == NO_CLOTHING)
    assert 0.35 < share < 0.65


@pytest.mark.parametrize("seed", [0, 2026])
def test_no_pool_holds_a_drawing_that_is_held_out(photos: Subset, seed: int) -> None:
    held_out = {image.tobytes() for image in held_out_drawings(500).images}
    given, _ = pool_of(photos, uses=1, seed=seed).draw(400)
    both = [*given, *given[:, :, ::-1]]
    assert not held_out & {image.tobytes() for image in both}


@pytest.mark.parametrize(
    ("n_photos", "n_all"),
    [(1, 1), (2, 3), (3, 4), (4, 6), (127, 190), (128, 192), (55_000, 82_500)],
)
def test_a_batch_grows_by_a_drawing_for_so_many_photographs(n_photos: int, n_all: int) -> None:
    n, places = rows_of_drawings(n_photos)
    assert n == n_all
    assert len(places) == n - n_photos == n_photos // PHOTOS_A_DRAWING


@pytest.mark.parametrize("per_100", [1, 33, 50, 100, 130, 300])
@pytest.mark.parametrize("n_photos", [2, 3, 64, 127, 128, 512])
def test_any_part_of_a_batch_holds_its_share_of_drawings(n_photos: int, per_100: int) -> None:
    n, places = rows_of_drawings(n_photos, per_100)
    assert len(places) == n - n_photos == n_photos * per_100 // 100
    is_drawing = np.zeros(n, bool)
    is_drawing[places] = True
    assert not is_drawing[0]
    sums = np.concatenate([[0], is_drawing.cumsum()])
    for length in range(1, n + 1):
        n_drawings = sums[length:] - sums[:-length]
        share = length * per_100 / (100 + per_100)
        assert np.abs(n_drawings - share).max() < 1 + 1e-9 or n_photos * per_100 < 100


def test_a_pool_goes_on_where_another_one_was(small_dataset: Dataset) -> None:
    first = DrawingPool(small_dataset.train, 1, np.random.default_rng(1))
    second = DrawingPool(small_dataset.train, 1, np.random.default_rng(2))
    for _ in range(3):
        first.draw(500)
    second.load_state_dict(first.state_dict())
    for _ in range(3):
        for one, other in zip(first.draw(500), second.draw(500), strict=True):
            np.testing.assert_array_equal(one, other)
    assert first.state_dict()["n_made"] > 2000
