"""Prints the lowest version of each dependency that ``pyproject.toml`` allows: pip's constraints.

``make lowest`` installs exactly those, and runs the tests with them.
"""

import re
import tomllib
from pathlib import Path

_PROJECT = Path(__file__).parent.parent / "pyproject.toml"
_REQUIREMENT = re.compile(r"(?P<name>[\w.-]+)>=(?P<lowest>[\w.]+)(?P<more>,[^;]*)?(?P<when>;.*)?")


def lowest_versions() -> list[str]:
    """Return a line for each requirement that has a lower bound, as in "numpy==2.0"."""
    project = tomllib.loads(_PROJECT.read_text("utf-8"))["project"]
    requirements = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    found = (_REQUIREMENT.fullmatch(requirement) for requirement in requirements)
    return [f"{one['name']}=={one['lowest']}{one['when'] or ''}" for one in found if one]


if __name__ == "__main__":
    print("\n".join(lowest_versions()))
