"""The items that answer a query best, chosen in memory: by name, by what its words say, by meaning, and by the terms that are meant.

The engine then adds every other item that has the words. `docs/search.md` has what each part bought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.search.embeddings.item_vectors import Closeness
from app.search.item_index import Catalogue, Mask
from app.search.understanding.query import Reading

MOST = 20
# Weights against one standard deviation of meaning. Flat tops all of them: a third more or less changes little; see docs/search.md.
# The best match by words:
WORDS = 12.0
# The terms that are meant, by meaning and by the words that people use for them:
TERMS = 10.0
TERM_WORDS = 4.0
# Likeness to the best few, in meaning and in terms: what is like a good answer is often one.
LIKE = 1.0
LIKE_TERMS = 8.0
EXAMPLES = 5
# Standard deviations above the mean, as `Closeness` has them: an item below it is near by chance.
CLOSE = 1.0
# When no item has any of the words: how near to something that people say the query must be to pass for a question of this field. By
# the bundled model, "vliegtickets" and the like come to .92 and "parental involvement" to .94. Another model that gives lower
# cosines makes suggestions of such results, which is the safe side.
TELLING = 0.93
PERHAPS = 5

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Picked:
    """Items that are ranked in memory, the best first.

    `named` have exactly the name that was typed. `sure` are results whatever the engine says: a bounded number that no filter
    changes, so that every count means the same set. The others in `slugs` are results if the engine finds them by their words. When
    no item has any of the words and none is near enough, nothing is picked and `perhaps` has the nearest that pass the filters.
    """

    slugs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    sure: frozenset[str] = frozenset()
    perhaps: tuple[str, ...] = ()


def pick(q: str, reading: Reading, catalogue: Catalogue, passing: Mask, closeness: Closeness | None) -> Picked:
    """The best items for a query, and the best of those that pass its filters."""
    named = catalogue.named(q) or catalogue.named(reading.meant) or (catalogue.starting(q) if reading.half_typed else ())
    by_words = catalogue.weights.score(reading.weights)
    term_words = catalogue.term_weights.score(reading.weights)
    if named and closeness and catalogue.meanings:
        place = catalogue.places[named[0]]
        closeness = catalogue.meanings.like(place, catalogue.tagged[:, place])
    scores, eligible = _scores(by_words, term_words, closeness, catalogue)
    if closeness and not named and not by_words.any() and closeness.nearest < TELLING:
        return Picked(perhaps=tuple(catalogue.slugs[place] for place in _best(scores, passing)[:PERHAPS]))
    scores = scores + _like_the_best(scores, eligible, catalogue, by_meaning=closeness is not None)
    sure = _best(scores, eligible)
    chosen = sure if passing.all() else {*sure, *_best(scores, eligible & passing)}
    ranked = sorted(chosen, key=lambda place: -scores[place])
    return Picked(
        slugs=tuple(dict.fromkeys((*named, *(catalogue.slugs[place] for place in ranked)))),
        named=named,
        sure=frozenset((*named, *(catalogue.slugs[place] for place in sure))),
    )


def _scores(by_words: Scores, term_words: Scores, closeness: Closeness | None, catalogue: Catalogue) -> tuple[Scores, Mask]:
    """What every item is worth, and which have the words or are close in meaning."""
    scores = WORDS * _of_best(by_words) + TERM_WORDS * (_share(term_words) @ catalogue.tagged)
    if closeness is None:
        return scores, by_words > 0
    return scores + closeness.items + TERMS * (closeness.terms @ catalogue.tagged), (by_words > 0) | (closeness.items >= CLOSE)


def _like_the_best(scores: Scores, eligible: Mask, catalogue: Catalogue, *, by_meaning: bool) -> Scores:
    """What likeness to the best few adds to every item."""
    best = _best(scores, eligible)[:EXAMPLES]
    if not best:
        return np.zeros_like(scores)
    weights = np.exp((scores[best] - scores[best[0]]) / WORDS * 4)
    weights /= weights.sum()
    terms = catalogue.tagged[:, best] @ weights
    added: Scores = LIKE_TERMS * (terms / max(terms.sum(), 1.0)) @ catalogue.tagged
    return added + LIKE * catalogue.meanings.likeness(best, weights) if by_meaning and catalogue.meanings else added


def _of_best(scores: Scores) -> Scores:
    most = scores.max(initial=0.0)
    return scores / most if most else scores


def _share(scores: Scores) -> Scores:
    """Each term's share of what is meant; squared, so that the best stands out."""
    squares = scores**2
    total = squares.sum()
    return squares / total if total else squares


def _best(scores: Scores, eligible: Mask) -> Sequence[int]:
    """The places of the best eligible items, at most `MOST`; of equal ones the first."""
    order = np.argsort(np.where(eligible, -scores, np.inf), kind="stable")
    return [int(place) for place in order[:MOST] if eligible[place]]
