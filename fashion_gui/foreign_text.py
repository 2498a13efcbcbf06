"""Cleaning foreign text for our messages: names of files and classes, contents, library errors.

It may contain line breaks, escape sequences for terminals, characters that change the direction of
writing, lone surrogates, or a hundred thousand letters. Whoever shows a message cleans it.
"""

import unicodedata

_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
"""Unicode categories of characters that are invisible or change how the rest is shown."""
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_ELLIPSIS = "…"


def shown(text: str, limit: int = 80) -> str:
    """Return a text in one line, without hidden characters and of at most `limit` characters.

    White space becomes single spaces, every other hidden character U+FFFD. The middle of a long
    text is left out: a file's name at the start of a sentence and what was found at its end both
    stay.
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
