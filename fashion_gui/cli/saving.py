"""Saving a trained network, wherever that is still possible."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from fashion_gui.cli.streams import tell_failure
from fashion_gui.files import model_file
from fashion_gui.files.atomic import OutputError
from fashion_gui.nn.network import Network


def save_anywhere(path: Path, network: Network, training: Mapping[str, Any]) -> Path:
    """Save a network; if that fails, beside it, at home or in the temporary folder.

    During training the folder may have vanished, or the disk filled up.

    Returns
    -------
    Path
        Where it was saved. If that is not `path`, standard error says why.

    Raises
    ------
    OutputError
        When it cannot be written anywhere.
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
    """Yield free file names in folders that are likely to exist."""
    folders = [path.absolute().parent, Path.cwd(), Path.home(), Path(tempfile.gettempdir())]
    for folder in folders:
        for number in range(1, 100):
            other = folder / f"{path.stem}-{number}{path.suffix or model_file.SUFFIX}"
            if not other.exists():
                yield other
                break
