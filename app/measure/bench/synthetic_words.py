"""Dutch-like sentences for synthetic items: those of real pages, with every few words replaced by one that may follow there."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from app.content.load import Content
from app.content.rules.readability import sentences
from app.domain.items import Item

# A sentence that stands by itself: no figures, links or marks. Such a one passes the rules on readability wherever it stands.
_PLAIN_SENTENCE = re.compile(r"[A-ZÀ-Ý][^0-9\[\]()*_<>#`\\|]*[^\s0-9\[\]()*_<>#`\\|][.!?]")
_PLAIN_WORD = re.compile(r"[a-zà-ÿ]{2,}")
_CAPITALS = re.compile(r"\b[A-Z][A-Z@]+\b")
_STEM = re.compile(r"[a-z]{4,8}")
_AUXILIARIES = {"wordt", "worden", "werd", "werden"}
# Pages that say nearly the same share runs of six words; a gap of at most five leaves hardly any run as it was.
GAPS = (3, 4, 4, 5)
FEWEST_FOLLOWERS = 3
LONG_WORD = 5
INVENTED_AT_FIRST = 200
INVENTED_PER_ROOT = 20

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SentenceSource:
    """A real item with the sentences of its body, each as its words."""

    item: Item
    sentences: Sequence[Words]


@dataclass(frozen=True, slots=True)
class WordStock:
    """All that texts are made of: `followers` has the words that come after a word, `plain` every long word as often as it occurs."""

    sources: Sequence[SentenceSource]
    followers: dict[str, Words]
    plain: Words
    stems: Words

    def sentence(self, words: Words, chance: Random) -> str:
        """A sentence of the same length with every few words replaced; the first and the last word stay."""
        new = list(words)
        place = chance.randint(1, 3)
        while place < len(new) - 1:
            if _PLAIN_WORD.fullmatch(new[place].rstrip(",;:")):
                mark = new[place][len(new[place].rstrip(",;:")) :]
                new[place] = self._word_after(new[place - 1].lower(), chance) + mark
            place += chance.choice(GAPS)
        return " ".join(new)

    def invented(self, number: int, seed: int) -> str:
        """A compound of two real words that exists nowhere, such as `taalplein`: always the same one for a number and a seed."""
        chance = Random(f"{seed}:word:{number}")  # noqa: S311 - a repeatable choice, not a secret
        return "".join(chance.sample(self.stems, 2))

    def newest(self, count: int, seed: int, chance: Random) -> str:
        """One of the invented words that `count` items know: mostly an early one. Their number grows with the root of `count`."""
        known = INVENTED_AT_FIRST + int(INVENTED_PER_ROOT * count**0.5)
        return self.invented(int(known * chance.random() ** 2), seed)

    def _word_after(self, before: str, chance: Random) -> str:
        followers = self.followers.get(before, ())
        return chance.choice(followers if len(followers) >= FEWEST_FOLLOWERS else self.plain)


def word_stock(content: Content) -> WordStock:
    """The words and sentences of real pages."""
    sources = tuple(source for source in (_source(item, content) for item in content.items) if source.sentences)
    every = [sentence for source in sources for sentence in source.sentences]
    followers: dict[str, dict[str, None]] = defaultdict(dict)
    for words in every:
        for before, word in pairwise(words):
            if _replaces(word):
                followers[before.lower()][word] = None
    plain = tuple(word for words in every for word in words if _replaces(word) and len(word) >= LONG_WORD)
    stems = tuple(sorted({word for word in plain if _STEM.fullmatch(word)}))
    return WordStock(sources, {before: tuple(words) for before, words in followers.items()}, plain, stems)


def _replaces(word: str) -> bool:
    """Whether a word can stand anywhere: in small letters, and making no sentence passive."""
    return bool(_PLAIN_WORD.fullmatch(word)) and word not in _AUXILIARIES


def _source(item: Item, content: Content) -> SentenceSource:
    """A real item with those of its sentences that can stand on any page."""
    whole = (text for block in content.bodies[item.slug].blocks for text in sentences(block.text))
    usable = (text for text in whole if _PLAIN_SENTENCE.fullmatch(text) and not _CAPITALS.search(text))
    return SentenceSource(item, tuple(tuple(text.split()) for text in usable if len(text.split()) > LONG_WORD))
