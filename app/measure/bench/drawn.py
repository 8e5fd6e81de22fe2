"""Searches as visitors do them, drawn from the words of the catalogue: the same in every run."""

import random
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.domain.facets import FACETS
from app.domain.items import Item
from app.measure.bench.wrk import PreparedRequest

SEED = 20240901
SHORTEST_WORD = 4
WORDS = (1, 1, 2, 2, 3)
# Searches mostly have one facet chosen, as visitors do it.
USUAL = (0, 1, 1, 1, 2, 2)
SOME = (1, 1, 1, 2, 2)
NONE = (0,)
SEARCHED_FACETS = ("kind", "schoolType", "problemArea", "partner")
API, PAGE = "/v1/search", "/zoeken"

# The ids that items have in each facet, as often as they have them: visitors choose what gives something.
ItemTerms = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class DrawnSearch:
    """Words, and the term chosen in some facets."""

    q: str
    chosen: tuple[tuple[str, str], ...] = ()

    def request(self, path: str = API) -> PreparedRequest:
        """The request to the service."""
        return PreparedRequest(f"{path}?{urlencode([('q', self.q), *self.chosen])}")


def searches(terms: ItemTerms, texts: Sequence[str], count: int, facets: Sequence[int] = USUAL) -> list[DrawnSearch]:
    """Different searches for these texts, each with as many facets chosen as one of `facets` says. Fewer when there are no more."""
    chance = random.Random(SEED)  # noqa: S311 - a repeatable choice, not a secret
    found: dict[DrawnSearch, None] = {}
    for number in range(2 * count):
        if len(found) == count:
            break
        chosen = sorted((name, chance.choice(terms[name])) for name in chance.sample(SEARCHED_FACETS, chance.choice(facets)))
        found[DrawnSearch(texts[number % len(texts)], tuple(chosen))] = None
    return list(found)


def queries(words: Sequence[str], count: int, seed: int = SEED) -> list[str]:
    """Different queries of one to three of these words. Another seed gives others, though some may be the same."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable choice, not a secret
    found: dict[str, None] = {}
    for _ in range(10 * count):
        if len(found) == count:
            break
        found[" ".join(chance.sample(words, chance.choice(WORDS)))] = None
    return list(found)


def item_terms(items: Collection[Item]) -> ItemTerms:
    """The terms of these items."""
    return {facet.name: [term for item in items for term in facet.terms(item)] for facet in FACETS}


def words(items: Iterable[Item]) -> list[str]:
    """Words that occur in titles and summaries, as visitors type them."""
    return sorted({word for item in items for word in _typeable(f"{item.title} {item.summary}".lower())})


def _typeable(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"[a-zà-ÿ]+", text) if len(word) >= SHORTEST_WORD)
