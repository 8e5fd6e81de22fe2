"""Suggestions as people see them: a name with the letters marked that were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.domain.vocabularies import folded
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import spans, words

MIN_TYPED_LETTERS = 2
# From this length on a typing error is forgiven, if nothing starts with what was typed.
MIN_MENDED_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The key of something that fits, its name that fits, and that name as escaped HTML with `<mark>` around the letters that fit."""

    key: str
    name: str
    highlight: str


def fit(names: Sequence[str], starts: Sequence[str]) -> int:
    """0 when a name starts with what was typed, 1 when words do, 2 when only parts of compounds do."""
    plain = " ".join(starts)
    if any(" ".join(words(name)).startswith(plain) for name in names):
        return 0
    heads = [word for name in names for word in words(name)]
    return 1 if all(any(word.startswith(start) for word in heads) for start in starts) else 2


def suggestion(key: str, names: Sequence[str], starts: Sequence[str], lexicon: Lexicon) -> Suggestion:
    """The suggestion of something under the name that fits best."""
    marked = [highlight(name, starts, lexicon) for name in names]
    best = max(range(len(marked)), key=lambda place: (marked[place].count("<mark>"), -place))
    return Suggestion(key, names[best], marked[best])


def highlight(text: str, starts: Sequence[str], lexicon: Lexicon) -> str:
    """Escaped HTML with `<mark>` around the letters that were typed, where a word or a part of one starts with them."""
    done, out = 0, []
    for begin, end in spans(text):
        word = folded(text[begin:end])
        at = next((place for start in starts if (place := _place(word, start, lexicon)) is not None), None)
        if at is None or len(word) != end - begin:
            continue
        first, length = at
        start, stop = begin + first, begin + first + length
        out += [escape(text[done:start], quote=False), "<mark>", escape(text[start:stop], quote=False), "</mark>"]
        done = stop
    return "".join([*out, escape(text[done:], quote=False)])


def _place(word: str, start: str, lexicon: Lexicon) -> tuple[int, int] | None:
    """Where in a word the typed letters stand."""
    if word.startswith(start):
        return 0, len(start)
    part = next((part for part in lexicon.parts(word) if part.startswith(start) and part in word), None)
    return (word.index(part), len(start)) if part else None
