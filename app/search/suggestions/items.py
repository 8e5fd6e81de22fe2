"""Items for a half-typed query, drawn by the engine: by the start of a name, of a word of it, or of a part of a compound.

The engine takes the last word of a query for the start of one and the others for whole words. So each typed word is asked for apart, and
an item fits when it has all of them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.search.retrieval import payloads
from app.search.retrieval.records import Record
from app.search.search_data import SearchData
from app.search.suggestions.marking import MIN_MENDED_LETTERS, MIN_TYPED_LETTERS, Suggestion, fit, suggestion
from app.search.understanding.prefixes import starting_with
from app.search.understanding.tokens import squashed, words

# Drawn per way to fit; the best of them are suggested.
DRAWN = 60


@dataclass(frozen=True, slots=True)
class SuggestedRecord:
    """An item that is suggested, and under which name."""

    record: Record
    suggestion: Suggestion


async def suggest_items(typed: str, limit: int, data: SearchData) -> list[SuggestedRecord]:
    """The items that fit best: every typed word starts a word or a part of one. At most `limit`. Raises IndexMissing, SearchUnavailable."""
    starts = list(words(typed))
    if len("".join(starts)) < MIN_TYPED_LETTERS:
        return []
    fitting = await _fitting(starts, data)
    if not fitting and (mended := _mended(starts, data)) != starts:
        starts = mended
        fitting = await _fitting(starts, data)
    best = sorted(fitting, key=lambda kept: (fit(shown_names(kept), starts), kept.values["kindOrder"], kept.title))
    return [SuggestedRecord(kept, suggestion(kept.slug, shown_names(kept), starts, data.lexicon)) for kept in best[:limit]]


def shown_names(kept: Record) -> tuple[str, ...]:
    """The names of an item that people see: its title and its short names."""
    return (kept.title, *kept.short_names)


async def _fitting(starts: Sequence[str], data: SearchData) -> list[Record]:
    """The drawn items of which every typed word starts a word or a part of one."""
    named = payloads.having(data.version, None, [f"nameKeys STARTS WITH {payloads.quoted(squashed(' '.join(starts)))}"], DRAWN)
    queries = [payloads.in_browsing_order(named)]
    queries += [payloads.starting(data.version, start, DRAWN) for start in dict.fromkeys((" ".join(starts), *starts))]
    answers = (await data.meili.multi_search({"queries": queries}))["results"]
    drawn = (await data.records.get(data.version, (name for answer in answers for name in payloads.ids(answer)))).values()
    return [kept for kept in drawn if all(_starts_word(kept, start, data) for start in starts)]


def _starts_word(kept: Record, start: str, data: SearchData) -> bool:
    return any(part.startswith(start) for name in shown_names(kept) for word in words(name) for part in (word, *data.lexicon.parts(word)))


def _mended(starts: Iterable[str], data: SearchData) -> list[str]:
    """The starts, each that begins no word of the catalogue led to the start of one that differs by one typing error."""
    return [_nearest(start, data) or start for start in starts]


def _nearest(start: str, data: SearchData) -> str | None:
    if len(start) < MIN_MENDED_LETTERS or data.lexicon.starting(start):
        return None
    heads = sorted({word[: len(start)] for word in starting_with(start[0], data.lexicon.ordered) if len(word) >= len(start)})
    near = process.extractOne(start, heads, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near else None
