"""Texts as words, the way the engine sees them: no capitals, no accents, split at everything that is no letter or digit."""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.domain.vocabularies import folded

_WORD = re.compile(r"[^\W_]+(?:[@'’][^\W_]+)*")


def words(text: str) -> Iterator[str]:
    """Every word, folded. `M@ZL` and `thema's` are one word here, because people type them as one.

    Of a word in another script nothing would be left, so it stays as it is.
    """
    return map(_folded_word, _WORD.findall(text))


@lru_cache(maxsize=50_000)
def _folded_word(word: str) -> str:
    """A word folded; a catalogue says the same ones over and over."""
    plain = word.replace("’", "'")
    return folded(plain) or plain.casefold()


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where each word starts and ends."""
    return (match.span() for match in _WORD.finditer(text))


def squashed(text: str) -> str:
    """Letters and digits only, folded: `M@ZL`, `m@zl` and `Mzl` are the same name, and so are `Rots en Water` and `rots-en-water`."""
    return "".join(char for char in folded(text) if char.isalnum())
