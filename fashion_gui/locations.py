"""Where the files lie that come with the program, and those that it keeps for a person.

In a checkout the former stand in ``resources`` beside the package; an installed wheel carries
them inside the package.
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
    """Return the folder of kept runs, where this system has data of programs for a user."""
    import platformdirs  # only here: most commands do without

    return platformdirs.user_data_path("fashion-gui", appauthor=False) / "runs"
