"""Text of others, in a sentence of ours: names of files and classes, contents, words of libraries.

It may hold line breaks, sequences that move a terminal's cursor, signs that turn the direction of
writing, halves of characters, or a hundred thousand letters. Whoever shows a sentence cleans it.
"""

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode's categories of what has no shape of its own or changes how the rest is shown."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ELLIPSIS = "…"


def shown(text: str, limit: int = 80) -> str:
    """Return a text in one line, without hidden characters and of at most `limit` characters.

    White space becomes single spaces, every other hidden character U+FFFD. The middle of a text
    that is too long is left out: both the name of a file at the start and what was found at the
    end of a sentence stay.
    """
    start, stop = text[: 4 * limit], text[-4 * limit :]
    text = text if len(text) <= 8 * limit else f"{start}{_ELLIPSIS}{stop}"
    line = " ".join(text.split())
    if not line.isprintable():
        line = "".join(
            _REPLACEMENT if unicodedata.category(character) in _HIDDEN else character
            for character in line
        )
    if len(line) <= limit:
        return line
    n_after = limit // 3
    return f"{line[: limit - n_after - 1]}{_ELLIPSIS}{line[len(line) - n_after :]}"
