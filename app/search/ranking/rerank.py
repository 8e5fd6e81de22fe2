"""The items that answer a query best, ranked in memory: by name, by what its words say, by meaning, and by the terms that are meant.

The engine then adds every other item that has the words. `docs/search.md` has what each part bought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.search.embeddings.item_vectors import SemanticScores
from app.search.ranking.bm25 import Scores
from app.search.retrieval.filters import Mask
from app.search.search_data import SearchData
from app.search.understanding.query import ParsedQuery

MAX_CANDIDATES = 20
MAX_PERHAPS = 5

# The weights of the features, against one standard deviation of nearness in meaning, which weighs 1. A third more or less of any of
# them changed nDCG@10 on the tuning half by at most .02 (docs/search.md). The best match by words gets all of this, others their share:
W_WORDS = 12.0
# An item gets this for the terms that are meant: by nearness in meaning, and by the words that people use for them.
W_TOPICS_BY_MEANING = 10.0
W_TOPICS_BY_WORDS = 4.0
# Likeness to the best few, in meaning and in terms: what is like a good answer is often one.
W_SIMILAR_ITEMS = 1.0
W_SIMILAR_TOPICS = 8.0
EXAMPLES = 5
# How much the first of these few counts more than the last: one that is behind by a quarter of W_WORDS counts e times less.
EXAMPLE_SHARPNESS = 4

# In standard deviations above the mean, as `SemanticScores` has them: an item below it is near by chance.
MIN_Z_SCORE = 1.0
# When no item has any of the words: how near to something that people say for a term the query must be, as a cosine, to pass for a
# question of this field. By the bundled model, "vliegtickets" and the like come to .92 and "parental involvement" to .94. Another
# model that gives lower cosines makes suggestions of such results, which does no harm.
MIN_TOPIC_COSINE = 0.93


@dataclass(frozen=True, slots=True)
class Ranking:
    """Items that are ranked in memory, the best first.

    `named` have exactly the name that was typed. `always_included` are results whatever the engine says: a bounded number that no
    filter changes, so that every count means the same set. The others in `slugs` are results if the engine finds them by their words.
    When no item has any of the words and none is near enough, nothing is ranked and `perhaps` has the nearest that the filters allow.
    """

    slugs: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    always_included: frozenset[str] = frozenset()
    perhaps: tuple[str, ...] = ()


def rerank(q: str, parsed: ParsedQuery, data: SearchData, allowed: Mask, semantic: SemanticScores | None) -> Ranking:
    """The best items for a query, and the best of those that its filters allow; nothing when nothing was typed."""
    if not q:
        return Ranking()
    named = data.names.exactly(q) or data.names.exactly(parsed.meant) or (data.names.starting(q) if parsed.half_typed else ())
    by_words = data.bm25.score(parsed.weights)
    if named and semantic and data.item_vectors:
        place = data.places[named[0]]
        semantic = data.item_vectors.near_item(place, data.topics.tagged[:, place])
    scores, eligible = _scores(by_words, data.topics.bm25.score(parsed.weights), semantic, data)
    if semantic and not named and not by_words.any() and semantic.nearest < MIN_TOPIC_COSINE:
        return Ranking(perhaps=tuple(data.slugs[place] for place in _best(scores, allowed)[:MAX_PERHAPS]))
    scores = scores + _likeness_to_the_best(scores, eligible, data, by_meaning=semantic is not None)
    best = _best(scores, eligible)
    candidates = best if allowed.all() else {*best, *_best(scores, eligible & allowed)}
    ranked = sorted(candidates, key=lambda place: -scores[place])
    return Ranking(
        slugs=tuple(dict.fromkeys((*named, *(data.slugs[place] for place in ranked)))),
        named=named,
        always_included=frozenset((*named, *(data.slugs[place] for place in best))),
    )


def _scores(by_words: Scores, topics_by_words: Scores, semantic: SemanticScores | None, data: SearchData) -> tuple[Scores, Mask]:
    """The score of every item, and which items have the words or are near in meaning."""
    scores = W_WORDS * _share_of_best(by_words) + W_TOPICS_BY_WORDS * (_share_of_total(topics_by_words) @ data.topics.tagged)
    if semantic is None:
        return scores, by_words > 0
    scores = scores + semantic.items + W_TOPICS_BY_MEANING * (semantic.terms @ data.topics.tagged)
    return scores, (by_words > 0) | (semantic.items >= MIN_Z_SCORE)


def _likeness_to_the_best(scores: Scores, eligible: Mask, data: SearchData, *, by_meaning: bool) -> Scores:
    """The score that every item gets for its likeness to the best few."""
    best = _best(scores, eligible)[:EXAMPLES]
    if not best:
        return np.zeros_like(scores)
    weights = np.exp((scores[best] - scores[best[0]]) / W_WORDS * EXAMPLE_SHARPNESS)
    weights /= weights.sum()
    tagged = data.topics.tagged
    terms = tagged[:, best] @ weights
    added: Scores = W_SIMILAR_TOPICS * (terms / max(terms.sum(), 1.0)) @ tagged
    return added + W_SIMILAR_ITEMS * data.item_vectors.near_items(best, weights) if by_meaning and data.item_vectors else added


def _share_of_best(scores: Scores) -> Scores:
    best = scores.max(initial=0.0)
    return scores / best if best else scores


def _share_of_total(scores: Scores) -> Scores:
    """Each term's share of what is meant; squared, so that the best stands out."""
    squares = scores**2
    total = squares.sum()
    return squares / total if total else squares


def _best(scores: Scores, eligible: Mask) -> Sequence[int]:
    """The places of the best eligible items, at most `MAX_CANDIDATES`; of equal ones the first."""
    order = np.argsort(np.where(eligible, -scores, np.inf), kind="stable")
    return [int(place) for place in order[:MAX_CANDIDATES] if eligible[place]]
