"""Saving what took long to learn, wherever that is still possible."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fashion_gui.cli.streams import tell_failure
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.nn.network import Network


def save_anywhere(path: Path, network: Network, training: Mapping[str, Any]) -> Path:
    """Save a network, and where that fails beside it, at home or among temporary files.

    The folder may have vanished or the disk filled while the network was learned.

    Returns
    -------
    Path
        Where it is. When it is not `path`, standard error says why.

    Raises
    ------
    OutputError
        When it can be written nowhere.
    """
    try:
        model_file.save(path, network, training)
    except OutputError as error:
        first = error
    else:
        return path
    for other in _other_places(path):
        try:
            model_file.save(other, network, training)
        except OutputError:
            continue
        tell_failure(f"{first} The network is saved as {other} instead.")
        return other
    raise first


def _other_places(path: Path) -> Iterator[Path]:
    """Yield names that are not taken, in folders that are likely to be there."""
    folders = [path.absolute().parent, Path.cwd(), Path.home(), Path(tempfile.gettempdir())]
    for folder in folders:
        for number in range(1, 100):
            other = folder / f"{path.stem}-{number}{path.suffix or model_file.SUFFIX}"
            if not other.exists():
                yield other
                break
