"""What is new, for people: the changelog without its technical frame, the largest news first."""

import re

_UNRELEASED = "Unreleased"
_FAILED = "The file that lists the changes, CHANGELOG.md, is missing."


def news(changelog: str, version: str) -> str:
    """Return what is new in the version that runs, and in those before it, as Markdown.

    Parameters
    ----------
    changelog
        The content of ``CHANGELOG.md``; "" if there is none. Its entries begin with ``* ``, the
        most important first; those in bold type are the largest. Entries under ``###`` come last.
    version
        The version that runs.
    """
    if not changelog:
        return _FAILED
    _, *sections = re.split(r"^## ", changelog, flags=re.MULTILINE)
    releases = [section.partition("\n")[::2] for section in sections]
    if not releases[0][1].strip():
        del releases[0]  # just after a release
    title, entries = releases[0]
    running = f"**This is Fashion GUI {version}**"
    if title == _UNRELEASED:
        running += ", with what has been added since"
    parts = ["# What is new", f"{running}. The most important comes first.", *_sorted(entries)]
    for title, entries in releases[1:]:
        parts += [f"## Version {title}", entries.strip()]
    return "\n\n".join(parts)


def _sorted(entries: str) -> list[str]:
    """Return the sections of a release: what is new, what is better, then those with a title."""
    untitled, *titled = re.split(r"^### ", entries, flags=re.MULTILINE)
    listed = [entry.strip() for entry in re.split(r"^\* ", untitled, flags=re.MULTILINE)]
    large = [entry for entry in listed if entry.startswith("**")]
    small = [entry for entry in listed if entry and entry not in large]
    parts = []
    for title, chosen in (("New", large), ("Improved", small)):
        if chosen:
            parts += [f"## {title}", "\n".join(f"* {entry}" for entry in chosen)]
    return parts + [f"## {section.strip()}" for section in titled]
