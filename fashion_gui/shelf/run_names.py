"""Names of runs, which must be valid folder names on every system."""

import re
from collections.abc import Container
from functools import cache

from fashion_gui.files.model_file import shipped

MAX_LENGTH = 80
_MINE = " (mine)"
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class RunNameError(ValueError):
    """A run cannot have this name: the message says what was expected and what was found."""


def check_name(name: str) -> str:
    """Return a name without spaces at its ends.

    Raises
    ------
    RunNameError
        One sentence, when it is not a valid folder name on every system.
    """
    name = name.strip()
    is_plain = all(map(_is_plain, name))
    if not name or len(name) > MAX_LENGTH or not is_plain or name[0] in ".-" or name[-1] == ".":
        raise RunNameError(
            f"A run's name has 1 to {MAX_LENGTH} letters, digits, spaces and ._-()=,+ and does "
            f"not begin with . or -, found {name!r:.100}."
        )
    if _RESERVED.fullmatch(name):
        raise RunNameError(f"A run cannot be called {name}: that word is reserved on some systems.")
    return name


def possible_name(words: str) -> str:
    """Return words as a name: other letters become a dash, and what is too long is cut off."""
    plain = "".join(letter if _is_plain(letter) else "-" for letter in words)
    return plain[:MAX_LENGTH].strip().lstrip(".-").rstrip(".") or "run"


def _is_plain(letter: str) -> bool:
    return letter.isalnum() or letter in " ._-()=,+"


def network_of_run(name: str) -> str:
    """Return what a run's network is called: nothing that comes with the program."""
    return f"{name}{_MINE}" if name in _shipped_names() else name


def run_of_network(name: str) -> str:
    """Return the run whose network has a name: the other way round."""
    run = name.removesuffix(_MINE)
    return run if run in _shipped_names() else name


@cache
def _shipped_names() -> frozenset[str]:
    return frozenset(shipped())


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return a name that is not taken: the wanted one, or that with the lowest free number."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name
