"""Opening only regular files: no pipes, no devices."""

import errno
import stat
from pathlib import Path
from typing import IO


class NotAFileError(OSError):
    """A path is a pipe or a device, and reading it might never end."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, "it is a pipe or a device, not a file")


def open_regular(path: Path) -> IO[bytes]:
    """Open a file for reading after checking that it is a regular file.

    Raises
    ------
    FileNotFoundError
        When nothing is there, or the name is impossible: it contains a null character.
    IsADirectoryError
        When it is a directory.
    NotAFileError
        When it is neither a directory nor a regular file.
    OSError
        When it cannot be opened.
    """
    try:
        mode = path.stat().st_mode
    except ValueError as error:
        raise FileNotFoundError(errno.ENOENT, "nothing can have this name") from error
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "it is a directory")
    if not stat.S_ISREG(mode):
        raise NotAFileError
    return path.open("rb")
