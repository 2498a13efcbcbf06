"""Which settings are always in sight, and under which heading the others are."""

from collections.abc import Mapping
from types import MappingProxyType

from fashion_gui.training.recipes import settings

MAIN = ("drawings", "hidden", "convolutions", "learning_rate", "batch_size", "epochs")
"""The settings that are always in sight."""
_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Network": ("activation", "batch_norm"),
        "Learning": ("loss", "optimizer", "momentum", "schedule", "patience", "averaging"),
        "Regularization": ("dropout", "l2", "weight_decay", "label_smoothing"),
        "Images": (
            "drawings_per_100",
            "mirror",
            "shift",
            "rotation",
            "scale",
            "elastic",
            "erase",
        ),
        "Teacher": ("teacher", "teacher_share", "teacher_temperature", "teacher_once"),
        "Data and seed": ("n_train", "n_validation", "n_test", "seed"),
    }
)
_OTHERS = "More"


def groups() -> dict[str, tuple[str, ...]]:
    """Return the names of the settings under each heading; a new setting is among "More"."""
    known = {*MAIN, *(name for names in _GROUPS.values() for name in names)}
    rest = tuple(one.name for one in settings() if one.name not in known)
    return {**_GROUPS, **({_OTHERS: rest} if rest else {})}
