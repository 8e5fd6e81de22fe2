"""A query understood: which of its words the engine gets, and what was done to them, so that a visitor can be told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import words


class MatchType(StrEnum):
    """Ways in which a word that is looked for follows from what was typed."""

    TYPED = "typed"
    FORM = "form"
    SPELLING = "spelling"
    JOINED = "joined"
    SPLIT = "split"
    HALF_TYPED = "half-typed"
    SYNONYM = "synonym"
    PART = "part"


# A shorter last word may be the start of any.
MIN_WORD_LETTERS = 3
# How much something counts that was not typed itself; a word that was, or was meant, counts 1.
MATCH_WEIGHTS = {MatchType.HALF_TYPED: 0.8, MatchType.SYNONYM: 0.5, MatchType.PART: 0.4}


@dataclass(frozen=True, slots=True)
class WordChange:
    """One word as typed, and the word or words of the catalogue that it was read as."""

    type: MatchType
    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class WordMatch:
    """The reason why a word is looked for: what was typed, and how the word follows from it."""

    type: MatchType
    typed: str

    @property
    def weight(self) -> float:
        """The weight of the word."""
        return MATCH_WEIGHTS.get(self.type, 1.0)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as understood.

    `words` go to the engine, `meant` is the query with its spelling mended, `wanted` has the basic forms that are looked for, with the
    reason for each. `half_typed` when the last word may be only the start of one.
    """

    words: str
    meant: str
    wanted: Mapping[str, WordMatch] = field(default_factory=dict)
    changes: tuple[WordChange, ...] = ()
    half_typed: bool = False

    @property
    def weights(self) -> Mapping[str, float]:
        """The weight of each basic form."""
        return {form: reason.weight for form, reason in self.wanted.items()}

    @property
    def corrected(self) -> bool:
        """Whether something other than what was typed is searched for."""
        return any(change.type in {MatchType.SPELLING, MatchType.JOINED} for change in self.changes)


def parse(q: str, lexicon: Lexicon) -> ParsedQuery:
    """The query without what says nothing, its unknown words led to words of the catalogue."""
    typed = [_at_sign(word, lexicon) for word in words(q)]
    content_words = [word for word in typed if word not in lexicon.stopwords] or typed
    changes = tuple(_changes(content_words, lexicon))
    engine_words, meant = " ".join(content_words), " ".join(typed) if changes else q
    for change in changes:
        engine_words = _replaced(engine_words, change)
        if change.type in {MatchType.SPELLING, MatchType.JOINED}:
            meant = _replaced(meant, change)
    wanted = _wanted(engine_words.split(), list(words(meant)), changes, lexicon)
    half_typed = not all(len(word) >= MIN_WORD_LETTERS and lexicon.knows(word) for word in typed[-1:])
    return ParsedQuery(engine_words, meant, wanted, changes, half_typed)


def _wanted(engine_words: list[str], typed: list[str], changes: Iterable[WordChange], lexicon: Lexicon) -> dict[str, WordMatch]:
    """The basic forms to look for. What was typed comes before what it may also mean."""
    causes = {word: WordMatch(change.type, change.typed) for change in changes for word in change.read.split()}
    wanted = {lexicon.lemma(word): causes.get(word, WordMatch(MatchType.TYPED, word)) for word in engine_words}
    if engine_words and not lexicon.knows(engine_words[-1]):
        half_typed = engine_words[-1]
        _add(wanted, MatchType.HALF_TYPED, ((half_typed, word) for word in lexicon.starting(half_typed)), lexicon)
    _add(wanted, MatchType.SYNONYM, lexicon.synonyms(typed), lexicon)
    _add(wanted, MatchType.PART, ((word, part) for word in engine_words for part in lexicon.parts(word)), lexicon)
    return wanted


def _add(wanted: dict[str, WordMatch], match_type: MatchType, pairs: Iterable[tuple[str, str]], lexicon: Lexicon) -> None:
    for typed, word in pairs:
        wanted.setdefault(lexicon.lemma(word), WordMatch(match_type, typed))


def _replaced(text: str, change: WordChange) -> str:
    return f" {text} ".replace(f" {change.typed} ", f" {change.read} ").strip()


def _at_sign(word: str, lexicon: Lexicon) -> str:
    """`m@zl` as the engine can find it: it takes `@` for a space."""
    plain = word.replace("@", "a")
    return plain if plain in lexicon.counts else word


def _changes(typed: list[str], lexicon: Lexicon) -> Iterator[WordChange]:
    skip = False
    for place, word in enumerate(typed):
        following = typed[place + 1] if place + 1 < len(typed) else None
        if skip:
            skip = False
        elif following and word + following in lexicon.counts and not (lexicon.knows(word) and lexicon.knows(following)):
            yield WordChange(MatchType.JOINED, f"{word} {following}", word + following)
            skip = True
        elif not lexicon.knows(word) and not word.isdigit():
            change = _changed(word, lexicon, last=following is None)
            if change:
                yield change


def _changed(word: str, lexicon: Lexicon, *, last: bool) -> WordChange | None:
    """The word of the catalogue for one that it does not have. The last word may still be half typed."""
    if last and lexicon.starting(word):
        return None
    forms = lexicon.forms(word)
    if forms:
        return WordChange(MatchType.FORM, word, forms[0])
    halves = lexicon.halves(word)
    if halves:
        return WordChange(MatchType.SPLIT, word, " ".join(halves))
    similar = lexicon.similar_spelling(word)
    return WordChange(MatchType.SPELLING, word, similar) if similar else None
