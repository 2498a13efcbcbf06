"""Where the files lie that come with the program.

In a checkout they stand in ``resources`` beside the package; an installed wheel carries
them inside the package.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_INSTALLED = _PACKAGE / "resources"

RESOURCES = _INSTALLED if _INSTALLED.is_dir() else _PACKAGE.parent / "resources"
FASHION_MNIST = RESOURCES / "fashion-mnist"
MODELS = RESOURCES / "models"
ICONS = RESOURCES / "icons"
