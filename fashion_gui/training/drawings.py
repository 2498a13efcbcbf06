"""Drawings to learn from besides the photographs: a pool that is continually renewed.

None of them was made by a person. Doodles are drawn by a program, sketches are made from the
training photographs, and some doodles show other things than clothes: the target of those is that
all classes are equally likely. The programs that draw are imported with the first drawing, because
the start of the window needs none.
"""

from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from fashion_gui.data import Subset
from fashion_gui.nn.state import State, chance_state, count_of, restore, restore_chance
from fashion_gui.training.teaching import TeachersAnswers

PHOTOS_A_DRAWING = 2
"""Photographs per drawing in a batch, unless a recipe has another share."""
_SKETCH_SHARE = 0.12
"""Share of the drawings that are made from photographs. Chosen on held-out drawings."""
_OTHER_SHARE = 0.25
"""Share of the doodles that show other things than clothes."""
_POOL_SIZE = 16_384
_CHUNK = 64
"""Drawings that are made at once, which takes about 20 ms."""
_AT_FIRST = 1024
_HELD_OUT = (2026, 28, 28)
"""Seed of the doodles for tests, which no run can have."""


class DrawingPool:
    """Gives random drawings, mirrored or not, and replaces each after some uses.

    Parameters
    ----------
    photos
        Photographs from which sketches are made.
    uses
        About how often a drawing is given before a new one replaces it.
    rng
        Random generator.
    teacher
        Answers for each drawing of clothes when it is made, and for its mirror image; of other
        things no class is more probable than another. None without a teacher.
    """

    def __init__(
        self, photos: Subset, uses: int, rng: Generator, teacher: TeachersAnswers | None = None
    ) -> None:
        self._photos, self._uses, self._rng, self._teacher = photos, uses, rng, teacher
        shape = (_POOL_SIZE, *photos.images.shape[1:])
        self._images = np.zeros(shape, np.uint8)
        self._labels = np.zeros(_POOL_SIZE, np.uint8)
        self._taught = np.zeros((_POOL_SIZE, 2, teacher.n_classes if teacher else 0), np.float32)
        self._given = np.empty(0, np.intp), np.empty(0, np.bool_)
        # Few photographs are learned from in a moment, and are not to wait for many drawings.
        n_few = -(-len(photos) // (PHOTOS_A_DRAWING * _CHUNK)) * _CHUNK
        self._n_at_first = min(_AT_FIRST, n_few)
        self._n_made, self._n_given = 0, 0

    def draw(self, n: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return `n` drawings, uint8 (n, 28, 28), and their labels, uint8 (n,).

        A label is a class, or ``NO_CLOTHING``.
        """
        self._n_given += n
        while (self._n_made - self._n_at_first) * self._uses < self._n_given:
            self._make_some()
        rng = self._rng
        picked = rng.integers(0, min(self._n_made, _POOL_SIZE), n)
        images = self._images[picked]
        is_mirrored = rng.random(n) < 0.5
        images[is_mirrored] = images[is_mirrored, :, ::-1]
        self._given = picked, is_mirrored
        return images, self._labels[picked]

    def taught(self) -> NDArray[np.float32]:
        """Return the teacher's answers to the drawings given last, float32 (n, n_classes)."""
        picked, is_mirrored = self._given
        return self._taught[picked, is_mirrored.astype(np.intp)]

    def state_dict(self) -> State:
        """Return its drawings, up to 13 MB, and the state of its random generator."""
        n = min(self._n_made, _POOL_SIZE)
        return {
            "chance": chance_state(self._rng),
            "n_made": self._n_made,
            "n_given": self._n_given,
            "images": self._images[:n].copy(),
            "labels": self._labels[:n].copy(),
            **({"taught": self._taught[:n].copy()} if self._teacher else {}),
        }

    def load_state_dict(self, state: State) -> None:
        """Restore the state of a pool; StateError when it does not fit."""
        self._n_made, self._n_given = count_of(state, "n_made"), count_of(state, "n_given")
        n = min(self._n_made, _POOL_SIZE)
        restore(self._images[:n], state, "images")
        restore(self._labels[:n], state, "labels")
        if self._teacher:
            restore(self._taught[:n], state, "taught")
        restore_chance(self._rng, state.get("chance"))

    def _make_some(self) -> None:
        from fashion_gui.synthetic.doodles import draw_doodles
        from fashion_gui.synthetic.photo_sketches import sketch_photos

        n_sketches = round(_CHUNK * _SKETCH_SHARE)
        photos = self._rng.integers(0, len(self._photos), n_sketches)
        images, labels = draw_doodles(_CHUNK - n_sketches, self._rng, other_share=_OTHER_SHARE)
        start = self._n_made % _POOL_SIZE
        middle, stop = start + len(images), start + _CHUNK
        self._images[start:middle], self._labels[start:middle] = images, labels
        self._images[middle:stop] = sketch_photos(self._photos.images[photos], self._rng)
        self._labels[middle:stop] = self._photos.labels[photos]
        if self._teacher:
            self._ask(self._teacher, start, stop)
        self._n_made += _CHUNK

    def _ask(self, teacher: TeachersAnswers, start: int, stop: int) -> None:
        from fashion_gui.synthetic.doodles import NO_CLOTHING

        images, taught = self._images[start:stop], self._taught[start:stop]
        taught.fill(1 / teacher.n_classes)
        clothes = np.flatnonzero(self._labels[start:stop] != NO_CLOTHING)
        images = images[clothes]
        taught[clothes, 0] = teacher.to(images)
        taught[clothes, 1] = taught[clothes, 0]
        if not teacher.is_mirrored:
            taught[clothes, 1] = teacher.to(images[:, :, ::-1])


def held_out_drawings(n: int, *, other_share: float = 0.0) -> Subset:
    """Return doodles that no run learns from, always the same for the same arguments."""
    from fashion_gui.synthetic.doodles import draw_doodles

    rng = np.random.default_rng(_HELD_OUT)
    return Subset(*draw_doodles(n, rng, other_share=other_share))


def rows_of_drawings(
    n_photos: int, per_100: int = 100 // PHOTOS_A_DRAWING
) -> tuple[int, NDArray[np.intp]]:
    """Return the size of a batch with drawings among the photographs, and the drawings' rows.

    They are spread evenly, so that every part of the batch has the same share of them.

    Parameters
    ----------
    n_photos
        Photographs of the batch.
    per_100
        Drawings per 100 photographs.

    Returns
    -------
    n : int
        Photographs and drawings.
    rows : ndarray of int, shape (n_drawings,)
        Read-only. Each drawing comes as soon as there are enough photographs before it.
    """
    return _rows_of_drawings(n_photos, per_100)


@lru_cache(maxsize=64)
def _rows_of_drawings(n_photos: int, per_100: int) -> tuple[int, NDArray[np.intp]]:
    numbers = np.arange(n_photos * per_100 // 100)
    rows = -(-(numbers + 1) * 100 // per_100) + numbers
    rows.setflags(write=False)
    return n_photos + len(rows), rows
