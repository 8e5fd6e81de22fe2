"""Terms for a half-typed query, from memory: by the start of a word of a label or a synonym, or of a part of a compound."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search.suggestions.marking import MIN_MENDED_LETTERS, MIN_TYPED_LETTERS, Suggestion, fit, suggestion
from app.search.understanding.lexicon import Lexicon
from app.search.understanding.prefixes import starting_with
from app.search.understanding.tokens import words


@dataclass(frozen=True, slots=True)
class TermToSuggest:
    """A term that can be suggested: its names, the first of which is shown, and how much it matters (more is better)."""

    key: str
    names: tuple[str, ...]
    weight: float


class TermSuggester:
    """The terms that can be suggested. Read only after it is made."""

    def __init__(self, things: Iterable[TermToSuggest], lexicon: Lexicon) -> None:
        self._things = tuple(things)
        self._lexicon = lexicon
        places: dict[str, set[int]] = defaultdict(set)
        for place, thing in enumerate(self._things):
            for word in self._words(thing):
                places[word].add(place)
        self._places: Mapping[str, set[int]] = places
        self._sorted = sorted(places)

    def _words(self, thing: TermToSuggest) -> Iterable[str]:
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
        best = self._best(fitting or set(), mended)[:limit]
        return [suggestion(self._things[place].key, self._things[place].names, mended, self._lexicon) for place in best]

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
            return fit(thing.names, starts), -thing.weight, thing.names[0]

        return sorted(fitting, key=key)
