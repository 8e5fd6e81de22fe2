"""How a query is read: which of its words the engine gets, and what was done to them, so that a visitor can be told."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import words


class How(StrEnum):
    """How a word that is looked for follows from what was typed."""

    TYPED = "typed"
    FORM = "form"
    SPELLING = "spelling"
    JOINED = "joined"
    SPLIT = "split"
    HALF_TYPED = "half-typed"
    SYNONYM = "synonym"
    PART = "part"


# A shorter last word may be the start of any.
SHORTEST = 3
# How much something counts that was not typed itself; a word that was, or was meant, counts 1.
WEIGHTS = {How.HALF_TYPED: 0.8, How.SYNONYM: 0.5, How.PART: 0.4}


@dataclass(frozen=True, slots=True)
class Change:
    """One word as typed, and the word or words of the catalogue that it was read as."""

    how: How
    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a word is looked for: what was typed, and how the word follows from it."""

    how: How
    typed: str

    @property
    def weight(self) -> float:
        """How much the word counts."""
        return WEIGHTS.get(self.how, 1.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as understood.

    `words` go to the engine, `meant` is the query with its spelling mended, `wanted` has the basic forms that are looked for, with the
    reason for each. `half_typed` when the last word is only the start of one.
    """

    words: str
    meant: str
    wanted: Mapping[str, Reason] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    half_typed: bool = False

    @property
    def weights(self) -> Mapping[str, float]:
        """How much each basic form counts."""
        return {form: reason.weight for form, reason in self.wanted.items()}

    @property
    def corrected(self) -> bool:
        """Whether something other than what was typed is searched for."""
        return any(change.how in {How.SPELLING, How.JOINED} for change in self.changes)


def read(q: str, lexicon: Lexicon) -> Reading:
    """Leave out what says nothing, and lead unknown words to words of the catalogue."""
    typed = [_at_sign(word, lexicon) for word in words(q)]
    telling = [word for word in typed if word not in lexicon.filler] or typed
    changes = tuple(_changes(telling, lexicon))
    read_as, meant = " ".join(telling), " ".join(typed) if changes else q
    for change in changes:
        read_as = _replaced(read_as, change)
        if change.how in {How.SPELLING, How.JOINED}:
            meant = _replaced(meant, change)
    wanted = _wanted(read_as.split(), list(words(meant)), changes, lexicon)
    half_typed = not all(len(word) >= SHORTEST and lexicon.knows(word) for word in typed[-1:])
    return Reading(read_as, meant, wanted, changes, half_typed)


def _wanted(found: list[str], typed: list[str], changes: Iterable[Change], lexicon: Lexicon) -> dict[str, Reason]:
    """The basic forms to look for. What was typed comes before what it may also mean."""
    causes = {word: Reason(change.how, change.typed) for change in changes for word in change.read.split()}
    wanted = {lexicon.lemma(word): causes.get(word, Reason(How.TYPED, word)) for word in found}
    if found and not lexicon.knows(found[-1]):
        _add(wanted, How.HALF_TYPED, ((found[-1], word) for word in lexicon.starting(found[-1])), lexicon)
    _add(wanted, How.SYNONYM, lexicon.synonyms(typed), lexicon)
    _add(wanted, How.PART, ((word, part) for word in found for part in lexicon.parts(word)), lexicon)
    return wanted


def _add(wanted: dict[str, Reason], how: How, pairs: Iterable[tuple[str, str]], lexicon: Lexicon) -> None:
    for typed, word in pairs:
        wanted.setdefault(lexicon.lemma(word), Reason(how, typed))


def _replaced(text: str, change: Change) -> str:
    return f" {text} ".replace(f" {change.typed} ", f" {change.read} ").strip()


def _at_sign(word: str, lexicon: Lexicon) -> str:
    """`m@zl` as the engine can find it: it takes `@` for a space."""
    plain = word.replace("@", "a")
    return plain if plain in lexicon.counts else word


def _changes(typed: list[str], lexicon: Lexicon) -> Iterator[Change]:
    skip = False
    for place, word in enumerate(typed):
        following = typed[place + 1] if place + 1 < len(typed) else None
        if skip:
            skip = False
        elif following and word + following in lexicon.counts and not (lexicon.knows(word) and lexicon.knows(following)):
            yield Change(How.JOINED, f"{word} {following}", word + following)
            skip = True
        elif not lexicon.knows(word) and not word.isdigit():
            change = _known(word, lexicon, last=following is None)
            if change:
                yield change


def _known(word: str, lexicon: Lexicon, *, last: bool) -> Change | None:
    """The word of the catalogue for one that it does not have. The last word may still be half typed."""
    if last and lexicon.starting(word):
        return None
    forms = lexicon.forms(word)
    if forms:
        return Change(How.FORM, word, forms[0])
    halves = lexicon.halves(word)
    if halves:
        return Change(How.SPLIT, word, " ".join(halves))
    similar = lexicon.similar_spelling(word)
    return Change(How.SPELLING, word, similar) if similar else None
