"""The share of training time in matrix products, which a faster engine could not save.

A few steps are made as always (``step`` of ``GradientLearner``, one thread: gathering the batch,
forward, backward, optimizer). In the first of them every call of ``np.matmul`` with two matrices is
recorded with its arrays. Then steps and the same products alone, with the same shapes, layouts and
memory, are measured in turns, as CPU time.

Counted is what is computed, not what a textbook would compute: the changes of images back and
forth in Winograd's convolution are matrix products, too. Not counted: products of a vector and a
matrix (the means of a batch norm), the adding of biases, the copies into columns of a convolution.
Alone, the products find their numbers a little nearer to the processor than in the middle of a
step, so the share is a little too low.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from benchmarks.our_learning import make_learner, small_network
from benchmarks.result import Cell, Result
from benchmarks.spread import interleaved, ratio, spread
from fashion_gui.data import Subset, load
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe

_ROUNDS = 9
_N_IMAGES = {"784-128-10": 10_240, "convnet": 512}
"""Images that are learned from in a round."""


@dataclass(frozen=True)
class Product:
    """A matrix product with the memory that it reads and writes."""

    left: NDArray[Any]
    right: NDArray[Any]
    out: NDArray[Any]

    def compute(self) -> None:
        """Compute the product again."""
        np.matmul(self.left, self.right, out=self.out)

    @property
    def n_operations(self) -> int:
        """Multiplications and additions."""
        return 2 * int(self.out.size) * int(self.left.shape[-1])


def measure() -> Result:
    """Return a row for each network and batch size."""
    train = load().train
    convnet = RECIPES["convnet"]
    cases = [
        ("784-128-10", small_network(128)),
        ("784-128-10", small_network(512)),
        ("convnet", convnet),
    ]
    rows = tuple(_row(name, recipe, train, _N_IMAGES[name]) for name, recipe in cases)
    return Result(
        "Share of our learning that goes to matrix products, CPU time on one thread",
        ("network", "batch", "calls a step", "share %", "lowest", "highest", "GFLOP/s"),
        rows,
        ("GFLOP/s is how fast the products are when they are alone.",),
    )


def _row(name: str, recipe: Recipe, train: Subset, n_images: int) -> tuple[Cell, ...]:
    batch_size = recipe.batch_size or 128
    n_steps = max(1, n_images // batch_size)
    learner = make_learner(recipe, train[: n_steps * batch_size])
    batches = np.random.default_rng(0).permutation(n_steps * batch_size).reshape(n_steps, -1)
    products = recorded(lambda: learner.step(batches[0], 0.0))

    def learn() -> None:
        for batch in batches:
            learner.step(batch, 0.0)

    def multiply() -> None:
        for _ in batches:
            for product in products:
                product.compute()

    seconds = interleaved({"steps": learn, "products": multiply}, _ROUNDS)
    learner.close()
    share, lowest, highest = ratio(seconds["products"], seconds["steps"])
    n_operations = n_steps * sum(product.n_operations for product in products)
    speed = n_operations / spread(seconds["products"])[0] / 1e9
    return (name, batch_size, len(products), 100 * share, 100 * lowest, 100 * highest, speed)


def recorded(step: Callable[[], object]) -> list[Product]:
    """Return the products of two matrices that a function computes, in order."""
    products: list[Product] = []
    matmul = np.matmul

    def record(left: NDArray[Any], right: NDArray[Any], **options: Any) -> NDArray[Any]:
        result: NDArray[Any] = matmul(left, right, **options)
        if min(left.ndim, right.ndim) >= 2:
            products.append(Product(left, right, result))
        return result

    with patch.object(np, "matmul", record):
        step()
    return products
