"""Paths of the files that come with the program, and of those that it keeps for the user.

In a checkout the former are in ``resources`` beside the package; an installed wheel has them inside
the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "resources"

RESOURCES = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "resources"
FASHION_MNIST = RESOURCES / "fashion-mnist"
MODELS = RESOURCES / "models"
ICONS = RESOURCES / "icons"
CHANGELOG = RESOURCES.parent / "CHANGELOG.md"


def runs_folder() -> Path:
    """Return the folder of kept runs, in this system's place for a user's program data."""
    return _user_data() / "runs"


def drawing_file() -> Path:
    """Return the file in which the drawing is kept from one start to the next."""
    return _user_data() / "drawing.safetensors"


def _user_data() -> Path:
    import platformdirs  # only here: most commands do not need it

    return platformdirs.user_data_path("fashion-gui", appauthor=False)
