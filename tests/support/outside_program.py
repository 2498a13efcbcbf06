"""Learning and answering as a script does it that has loaded NumPy before the program.

Run by itself it prints what came out, as JSON; see ``test_blas.py``.
"""

import json
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import ThreadpoolController

from fashion_gui.data import load
from fashion_gui.training.events import Finished
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.trainer import train

RECIPES = {
    "dense": Recipe(hidden=(300, 200), epochs=2, batch_size=400, batch_norm=True),
    "images": Recipe(convolutions=("16k6s2", "16p"), hidden=(32,), epochs=1, batch_size=200),
    "as printed": Recipe(
        name="article-as-printed", hidden=(64,), epochs=2, n_train=600, batch_size=None
    ),
}


def n_blas_threads() -> int:
    """Return how many threads a matrix product has right now."""
    libraries = ThreadpoolController().select(user_api="blas").lib_controllers
    (of_numpy,) = (library for library in libraries if "numpy" in library.filepath)
    return int(of_numpy.num_threads)


def outcome(directory: Path) -> dict[str, Any]:
    """Return a digest of all that each recipe learns and answers."""
    dataset = load(directory)
    digests = {}
    for name, recipe in RECIPES.items():
        *_, finished = train(recipe, dataset)
        assert isinstance(finished, Finished)
        network = finished.network
        answers = network.predict_proba(dataset.test.images)
        digests[name] = [
            sha256(array.tobytes()).hexdigest() for array in (network.parameters, answers)
        ]
    return digests


def main() -> None:
    """Note how many threads the matrix products have, and how many are left afterwards."""
    seen, matmul = set(), np.matmul

    def noting(*arguments: Any, **options: Any) -> Any:
        seen.add(n_blas_threads())
        return matmul(*arguments, **options)

    np.matmul = noting
    before = n_blas_threads()
    digests = outcome(Path(sys.argv[1]))
    np.matmul = matmul
    found = {"before": before, "inside": sorted(seen), "after": n_blas_threads()}
    print(json.dumps(found | {"digests": digests}))


if __name__ == "__main__":
    main()
