"""CPU time of an epoch of ``convnet``: our engine and the same network in PyTorch, in turns.

Same layers in the same order, batch norm with the batch's own statistics, cross-entropy with the
same label smoothing, Adam (PyTorch's is the fused one), the recipe's batch size, float32, one
thread. Two things differ: ours processes a batch in micro-batches and normalizes each by itself,
and ours starts from bytes, PyTorch from floats that were scaled before the clock starts. Neither
augments its images; another row has the time of ours with all of the recipe's settings, such as
mirrored and shifted images. A round is ten batches; the durations are scaled to 60,000 images.
"""

from benchmarks import our_learning, pytorch
from benchmarks.our_learning import IMAGES_IN_AN_EPOCH
from benchmarks.result import Cell, Result
from benchmarks.spread import RATIO, SPREAD, interleaved, ratio, spread
from fashion_gui.data import load
from fashion_gui.training.presets import RECIPES
from fashion_gui.training.recipes import Recipe

_ROUNDS = 5
_BATCHES = 10
_OURS = "fashion_gui"


def measure() -> Result:
    """Return a row for each engine, with the ratio of our CPU time to it."""
    recipe = RECIPES["convnet"]
    plain = _plain(recipe)
    batch_size = recipe.batch_size or 128
    train = load().train[: _BATCHES * batch_size]
    runs = {
        _OURS: our_learning.learning(plain, train),
        "fashion_gui, all of the recipe": our_learning.learning(recipe, train),
    }
    torch = pytorch.load_torch()
    if torch is not None:
        X, y = pytorch.as_tensors(torch, train, as_images=True)
        for name, layout in (
            ("PyTorch, channels last", torch.channels_last),
            ("PyTorch, channels first", torch.contiguous_format),
        ):
            network = pytorch.same_network(torch, plain.architecture(10)).to(memory_format=layout)
            runs[name] = pytorch.learning(
                torch,
                network,
                X.contiguous(memory_format=layout),
                y,
                batch_size,
                label_smoothing=recipe.label_smoothing,
            )
    seconds = interleaved(runs, _ROUNDS)
    scale = IMAGES_IN_AN_EPOCH / len(train)
    rows: list[tuple[Cell, ...]] = []
    for name, values in seconds.items():
        shares = ratio(seconds[_OURS], values) if name != _OURS else (None, None, None)
        rows.append((name, *spread(values, scale), *shares))
    return Result(
        f"Epoch of convnet ({plain.architecture(10)}, batch {batch_size}), "
        "CPU seconds for 60,000 images on one thread",
        ("engine", *SPREAD, *RATIO),
        tuple(rows),
        () if torch is not None else (pytorch.NOT_INSTALLED,),
    )


def _plain(recipe: Recipe) -> Recipe:
    """Return the recipe without augmentation and everything else that PyTorch does not do here."""
    return recipe.with_settings(
        mirror=False, shift=0, erase=0, averaging=0.0, l2=0.0, weight_decay=0.0
    )
