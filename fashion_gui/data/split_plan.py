"""Which images of a training file a network learns from, and which are held out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_IMAGES_PER_VALIDATION_IMAGE = 12
"""Of 60,000 training images 5,000 are for validation, as in the recipes."""


@dataclass(frozen=True)
class SplitPlan:
    """Numbers of the images for each purpose; those between the two ranges are not used.

    Attributes
    ----------
    training
        The first images of the training file: what is learned from.
    validation
        The last ones: never learned from, they choose between networks.
    is_known
        False when it is unknown what was learned from: `training` is then the whole file.
    """

    training: range
    validation: range
    is_known: bool = True

    @classmethod
    def usual(cls, n_images: int) -> "SplitPlan":
        """Return the plan for a training file that no network has learned from yet."""
        first = n_images - n_images // _IMAGES_PER_VALIDATION_IMAGE
        return cls(range(first), range(first, n_images))

    @classmethod
    def of(cls, n_images: int, n_train: int, n_validation: int) -> "SplitPlan":
        """Return the plan that learns from the first images and holds out the last ones."""
        return cls(range(n_train), range(n_images - n_validation, n_images))

    @classmethod
    def unknown(cls, n_images: int) -> "SplitPlan":
        """Return the plan of a network whose file does not say what it learned from."""
        return cls(range(n_images), range(n_images, n_images), is_known=False)

    @classmethod
    def from_dict(cls, values: object, n_images: int) -> "SplitPlan":
        """Return the plan from what ``to_dict`` returned; an unknown plan if that is not valid."""
        try:
            training, validation = (
                range(*values[name])  # type: ignore[index]
                for name in ("training", "validation")
            )
        except (TypeError, KeyError, ValueError):
            return cls.unknown(n_images)
        places = [training.start, training.stop, validation.start, validation.stop]
        is_plan = training.step == validation.step == 1 and places == sorted(places)
        if not is_plan or (places[0], places[-1]) != (0, n_images):
            return cls.unknown(n_images)
        return cls(training, validation)

    def to_dict(self) -> Mapping[str, Any]:
        """Return the plan as values that JSON can hold; empty when it is not known."""
        if not self.is_known:
            return {}
        return {
            "training": [self.training.start, self.training.stop],
            "validation": [self.validation.start, self.validation.stop],
        }

    def after(self, earlier: "SplitPlan") -> "SplitPlan":
        """Return the plan of a network that was trained with an earlier plan, then with this one.

        An image that either plan learns from is not a validation image.
        """
        n_images = self.validation.stop
        if not earlier.is_known:
            return SplitPlan.unknown(n_images)
        n_learned = max(self.training.stop, earlier.training.stop)
        return SplitPlan(range(n_learned), range(max(n_learned, self.validation.start), n_images))
