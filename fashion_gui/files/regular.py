"""Opening files of which nothing is known yet."""

import errno
import stat
from pathlib import Path
from typing import IO


class NotAFileError(OSError):
    """It is a pipe or a device, which might be waited for for ever."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, "it is a pipe or a device, not a file")


def open_regular(path: Path) -> IO[bytes]:
    """Open a file for reading after looking at what it is.

    Raises
    ------
    FileNotFoundError
        When nothing is there, or nothing can be there: a name with a zero in it.
    IsADirectoryError
        When it is a directory.
    NotAFileError
        When it is neither that nor a file.
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
