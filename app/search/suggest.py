"""Suggestions for a half-typed query, from memory: titles, short names and terms, by the start of a word or of a part of a compound."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.domain.vocabularies import folded
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.prefixes import starting_with
from app.search.understanding.tokens import spans, words

MIN_TYPED_LETTERS = 2
# From this length on a typing error is forgiven, if nothing starts with what was typed.
MIN_MENDED_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Suggestible:
    """Something that can be suggested: its names, the first of which is shown, and how much it matters (more is better)."""

    key: str
    names: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The key of something that fits, its name that fits, and that name as escaped HTML with `<mark>` around the letters that fit."""

    key: str
    name: str
    highlight: str


class Suggester:
    """A set of suggestible things. Read only after it is made."""

    def __init__(self, things: Iterable[Suggestible], lexicon: Lexicon) -> None:
        self._things = tuple(things)
        self._lexicon = lexicon
        places: dict[str, set[int]] = defaultdict(set)
        for place, thing in enumerate(self._things):
            for word in self._words(thing):
                places[word].add(place)
        self._places: Mapping[str, set[int]] = places
        self._sorted = sorted(places)

    def _words(self, thing: Suggestible) -> Iterable[str]:
        for name in thing.names:
            for word in words(name):
                yield from (word, *self._lexicon.parts(word))

    def suggest(self, typed: str, limit: int) -> list[Suggestion]:
        """The things that fit best: every typed word starts a word or a part of one. At most `limit`."""
        starts = list(words(typed))
        if len("".join(starts)) < MIN_TYPED_LETTERS:
            return []
        fitting: set[int] | None = None
        mended = []
        for start in starts:
            matched = self._starting(start)
            if not matched and (near := self._nearest(start)):
                start = near  # noqa: PLW2901 - from here on this is what was meant
                matched = self._starting(near)
            mended.append(start)
            fitting = matched if fitting is None else fitting & matched
        return [self._suggestion(place, mended) for place in self._best(fitting or set(), mended)[:limit]]

    def _starting(self, start: str) -> set[int]:
        return set().union(*(self._places[word] for word in starting_with(start, self._sorted)))

    def _nearest(self, start: str) -> str | None:
        """The start of a word that differs by one typing error."""
        if len(start) < MIN_MENDED_LETTERS:
            return None
        heads = sorted({word[: len(start)] for word in self._sorted if len(word) >= len(start) and word[0] == start[0]})
        near = process.extractOne(start, heads, scorer=OSA.distance, score_cutoff=1)
        return near[0] if near else None

    def _best(self, fitting: set[int], starts: Sequence[str]) -> list[int]:
        def key(place: int) -> tuple[int, float, str]:
            thing = self._things[place]
            return self._fit(thing, starts), -thing.weight, thing.names[0]

        return sorted(fitting, key=key)

    def _fit(self, thing: Suggestible, starts: Sequence[str]) -> int:
        """0 when a name starts with what was typed, 1 when words do, 2 when only parts of compounds do."""
        plain = " ".join(starts)
        if any(" ".join(words(name)).startswith(plain) for name in thing.names):
            return 0
        heads = [word for name in thing.names for word in words(name)]
        return 1 if all(any(word.startswith(start) for word in heads) for start in starts) else 2

    def _suggestion(self, place: int, starts: Sequence[str]) -> Suggestion:
        thing = self._things[place]
        marked = [highlight(name, starts, self._lexicon) for name in thing.names]
        place_of_best = max(range(len(marked)), key=lambda place: (marked[place].count("<mark>"), -place))
        return Suggestion(thing.key, thing.names[place_of_best], marked[place_of_best])


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
