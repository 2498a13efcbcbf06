"""Names of runs: each is the name of a folder, too, on every system."""

import re
from collections.abc import Container

MAX_LENGTH = 80
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


class RunNameError(ValueError):
    """A name that a run cannot have: what was expected and what was found."""


def check_name(name: str) -> str:
    """Return a name without the spaces around it.

    Raises
    ------
    RunNameError
        One sentence, when no folder can have it on some system.
    """
    name = name.strip()
    is_plain = all(letter.isalnum() or letter in " ._-()=,+" for letter in name)
    if not name or len(name) > MAX_LENGTH or not is_plain or name[0] in ".-" or name[-1] == ".":
        raise RunNameError(
            f"A run's name has 1 to {MAX_LENGTH} letters, digits, spaces and ._-()=,+ and begins "
            f"with none of . and -, found {name!r:.100}."
        )
    if _RESERVED.fullmatch(name):
        raise RunNameError(f"A run cannot be called {name}: some systems keep that word.")
    return name


def free_name(wanted: str, taken: Container[str]) -> str:
    """Return a name that is not taken: the wanted one, or with the lowest number that is free."""
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted} {number}"
    return name
