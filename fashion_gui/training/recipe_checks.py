"""Which settings of a recipe do not go together."""

from typing import TYPE_CHECKING

from fashion_gui.training.settings import RecipeError

if TYPE_CHECKING:
    from fashion_gui.training.recipes import Recipe

_MAX_HIDDEN_LAYERS = 8


def check_together(recipe: "Recipe") -> None:
    """Check what the limits of single settings leave open.

    Raises
    ------
    RecipeError
        One sentence, when settings do not fit together.
    """
    _check_hidden(recipe)
    _check_convolutions(recipe)
    if recipe.teacher and recipe.loss != "cross-entropy" and not recipe.as_printed:
        raise RecipeError(
            f"works with the loss cross-entropy only, found {recipe.loss}.", "teacher"
        )
    if recipe.as_printed:
        _check_as_printed(recipe)


def _check_hidden(recipe: "Recipe") -> None:
    if len(recipe.hidden) > _MAX_HIDDEN_LAYERS:
        raise RecipeError(
            f"has at most {_MAX_HIDDEN_LAYERS} layers, found {len(recipe.hidden)}.", "hidden"
        )


def _check_convolutions(recipe: "Recipe") -> None:
    """Build the layers once, which checks whether they fit together."""
    if not recipe.convolutions:
        return
    try:
        architecture = recipe.architecture(n_classes=1)
    except RecipeError:
        raise
    except ValueError as error:
        found = " ".join(recipe.convolutions)
        raise RecipeError(f"fit their images, found {found}: {error}", "convolutions") from error
    for layer, shape in zip(architecture.layers, architecture.shapes, strict=False):
        if layer.window > 1 and layer.window > min(shape[:2]):
            raise RecipeError(
                f"have kernels no larger than their image of {shape[0]}x{shape[1]}, "
                f"found {layer.window}x{layer.window}.",
                "convolutions",
            )


_AS_PRINTED = {
    "convolutions": (),
    "activation": "sigmoid",
    "batch_norm": False,
    "loss": "squared-error",
    "optimizer": "sgd",
    "schedule": "constant",
    "momentum": 0.0,
    "batch_size": None,
    "dropout": 0.0,
    "l2": 0.0,
    "label_smoothing": 0.0,
    "weight_decay": 0.0,
    "averaging": 0.0,
    "mirror": False,
    "shift": 0,
    "erase": 0,
    "rotation": 0,
    "scale": 0.0,
    "elastic": 0.0,
    "drawings": False,
    "teacher": "",
}


def _check_as_printed(recipe: "Recipe") -> None:
    if len(recipe.hidden) != 1:
        raise RecipeError(
            f"can only be one layer in article-as-printed, found {len(recipe.hidden)}.", "hidden"
        )
    for name, value in _AS_PRINTED.items():
        if (found := getattr(recipe, name)) != value:
            raise RecipeError(
                f"cannot be {_words(found)} in article-as-printed, only {_words(value)}.", name
            )


def _words(value: object) -> str:
    """Return the value of a setting in words for people."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        value = " ".join(map(str, value))
    return "all" if value is None else str(value) or "none"
