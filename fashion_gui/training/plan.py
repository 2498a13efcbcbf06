"""Planning: the size and splits of a run before it begins, and whether it is possible."""

from fashion_gui.data import Dataset, SplitPlan
from fashion_gui.evaluation.compatibility import splits_of
from fashion_gui.nn.architecture import Architecture
from fashion_gui.nn.data_parallel import samples_at_once
from fashion_gui.training.drawings import rows_of_drawings
from fashion_gui.training.events import Plan
from fashion_gui.training.recipes import Recipe
from fashion_gui.training.settings import RecipeError
from fashion_gui.training.teaching import Teachers

_IMAGES_BETWEEN_VALIDATIONS = 4
"""Training images per validation image between two validations. Predicting costs a third of
learning from as many images, so validation takes a twelfth of a run. Mirrored networks validate
half as often.
"""
_MAX_VALUES_IN_A_BATCH = 80_000_000
"""Enough for all 60,000 images in the layers of ``mlp``: about a gigabyte with the gradients."""
_MAX_PARAMETERS = 30_000_000
"""About ten vectors of them, such as gradients and averages, are about a gigabyte, too."""
_MAX_VALIDATION_SHARE = 6
"""At most one in this many training images is held out, which matters for small data sets."""


def plan_of(recipe: Recipe, dataset: Dataset, earlier: SplitPlan | None = None) -> Plan:
    """Return the plan of a run.

    Parameters
    ----------
    recipe, dataset
        Recipe and data set of the run.
    earlier
        Split plan of the network that the run starts from; None for a new network.

    Raises
    ------
    RecipeError
        When the recipe is not possible with these images.
    """
    n_all = len(dataset.train)
    n_validation = min(recipe.n_validation, n_all // _MAX_VALIDATION_SHARE)
    n_train = min(recipe.n_train or n_all, n_all - n_validation)
    splits = SplitPlan.of(n_all, n_train, n_validation)
    if earlier:
        splits = splits.after(earlier)
    if teachers := Teachers.of(recipe, dataset.class_names, dataset.train.images.shape[1:]):
        for teacher in teachers.saved:
            splits = splits.after(splits_of(teacher.training, dataset))
    batch_size = recipe.batch_size or n_train
    if batch_size > n_train:
        raise RecipeError(
            f"is at most the number of images to learn from, {n_train:,}, found {batch_size:,}.",
            "batch_size",
        )
    n_batches = -(-n_train // batch_size)
    architecture = recipe.architecture(len(dataset.class_names))
    _check_size(recipe, architecture, batch_size)
    if recipe.drawings and not dataset.class_names.are_clothes:
        found = ", ".join(dataset.class_names)
        raise RecipeError(
            f"work with the classes of Fashion-MNIST only, found {found}.", "drawings"
        )
    return Plan(
        recipe=recipe,
        sizes=tuple(architecture.sizes),
        n_parameters=architecture.n_parameters,
        batch_size=batch_size,
        n_batches=n_batches,
        n_epochs=recipe.epochs,
        n_steps=n_batches * recipe.epochs,
        n_train=n_train,
        n_validation=len(splits.validation),
        n_test=len(dataset.test[: recipe.n_test]),
        splits=splits,
        description=str(architecture),
    )


def n_validations(plan: Plan) -> int:
    """Return how often a run validates."""
    if plan.n_validation == 0:
        return 0
    if plan.n_batches == 1:
        return -(-plan.n_steps // validation_epochs(plan))
    return plan.recipe.epochs * len(validation_steps(plan))


def _images_apart(plan: Plan) -> int:
    """Return how many images are learned from between two validations."""
    return plan.n_validation * _IMAGES_BETWEEN_VALIDATIONS * (2 if plan.recipe.mirror else 1)


def validation_epochs(plan: Plan) -> int:
    """Return the epochs between two validations, if an epoch is one step."""
    return -(-_images_apart(plan) // plan.n_train)


def validation_steps(plan: Plan) -> frozenset[int]:
    """Return the steps of an epoch, modulo its length, after which to validate: evenly spaced."""
    n_batches, steps_apart = plan.n_batches, -(-_images_apart(plan) // plan.batch_size)
    n_looks = max(1, n_batches // max(1, steps_apart))
    return frozenset(round(n_batches * look / n_looks) % n_batches for look in range(n_looks))


def _check_size(recipe: Recipe, architecture: Architecture, batch_size: int) -> None:
    """Refuse what would fill the memory and block the program for many seconds.

    In memory are all pixels of a batch as bytes, a quarter of a value each, and the layers' outputs
    for a few micro-batches at a time; the article's code has no micro-batches.
    """
    if recipe.as_printed:
        n_values = batch_size * sum(architecture.sizes)
    else:
        n_images = (
            rows_of_drawings(batch_size, recipe.drawings_per_100)[0]
            if recipe.drawings
            else batch_size
        )
        n_at_once = min(n_images, samples_at_once(architecture))
        n_bytes = n_images * architecture.sizes[0]
        n_values = n_bytes // 4 + n_at_once * _values_of_image(architecture)
    if n_values > _MAX_VALUES_IN_A_BATCH:
        raise RecipeError(
            f"of {batch_size:,} with these layers makes {n_values:,} values in a step, "
            f"expected at most {_MAX_VALUES_IN_A_BATCH:,}: "
            "choose a smaller one, or smaller layers.",
            "batch_size",
        )
    if architecture.n_parameters > _MAX_PARAMETERS:
        raise RecipeError(
            f"would need {architecture.n_parameters:,} parameters, expected at most "
            f"{_MAX_PARAMETERS:,}: choose smaller layers.",
            "hidden" if recipe.hidden else "convolutions",
        )


def _values_of_image(architecture: Architecture) -> int:
    """Return the number of values that all layers compute and lay out for an image."""
    layers = zip(architecture.layers, architecture.shapes, strict=False)
    return architecture.n_values + sum(layer.scratch_values(shape) for layer, shape in layers)
