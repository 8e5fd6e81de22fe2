"""Dutch as this catalogue writes it: word forms, compounds and spelling, all of them over the words of the catalogue itself.

The engine knows no Dutch: it does not see that `verzuim` is part of `ziekteverzuim` or that `bijlessen` are more than one
`bijles`. A general word list would know words that the catalogue lacks and so lead visitors away from it; that is why a word
is corrected, split or joined only towards words that occur in the catalogue.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

import simplemma
from rapidfuzz import process
from rapidfuzz.distance import OSA

from app.domain.language import Language
from app.domain.vocabularies import folded
from app.search.understanding.prefixes import starting_with
from app.search.understanding.tokens import words

# A part of a compound against a whole word.
PART_WEIGHT = 0.5
MIN_PART_LETTERS = 4
MIN_COMPOUND_LETTERS = 8
MIN_START_LETTERS = 3
LINKING_LETTERS = ("", "s", "en", "e", "n")
# The typing errors that are forgiven, at most so many in a word of at least so many letters: (letters, errors).
MAX_TYPING_ERRORS = ((9, 2), (4, 1))


def load_dictionary() -> None:
    """Load the Dutch dictionary, which takes 41 MB whatever the catalogue, so that processes forked afterwards share it."""
    simplemma.is_known("school", lang="nl")


class Lexicon:
    """The words of a catalogue, and what editors added to them. Read only after it is made; `of` makes it."""

    def __init__(self, counts: Mapping[str, int], language: Language) -> None:
        self.counts = counts
        self.stopwords = frozenset(folded(word) for word in language.filler)
        self._forms = {folded(word): folded(form) for word, form in language.forms.items()}
        self._never_split = frozenset(folded(word) for word in language.whole)
        self._parts: dict[str, tuple[str, ...]] = {}
        self._lemmas: dict[str, str] = {}
        self._by_lemma: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            self._by_lemma[self.lemma(word)].append(word)
        self.ordered = sorted(counts)
        self._spellings: dict[str, list[str]] = defaultdict(list)
        for word in counts:
            if len(word) >= MAX_TYPING_ERRORS[-1][0] - 1:
                self._spellings[word[0]].append(word)
        self._expanded: dict[str, tuple[str, ...]] = {}
        self._weighted: dict[str, tuple[tuple[str, float], ...]] = {}
        self._synonyms: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        self._origins: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        for line in language.synonyms:
            for typed in (*line.words, *line.instead_of):
                phrase = tuple(words(typed))
                others = tuple(word for other in line.words if other != typed for word in words(other) if word not in self.stopwords)
                self._synonyms[phrase[0]].append((phrase, others))
            for meant in line.words:
                phrase = tuple(words(meant))
                origins = tuple(folded(other) for other in (*line.words, *line.instead_of) if other != meant)
                self._origins[phrase[0]].append((phrase, origins))
        self._taught = {word for leads in self._synonyms.values() for phrase, others in leads for word in (*phrase, *others)}
        self._taught |= {
            word for terms in language.said.values() for phrases in terms.values() for phrase in phrases for word in words(phrase)
        }

    @classmethod
    def of(cls, texts: Iterable[str], language: Language) -> "Lexicon":
        """The words of these texts."""
        return cls(Counter(word for text in texts for word in words(text)), language)

    def knows(self, word: str) -> bool:
        """Whether a folded word occurs in the catalogue or in what editors taught."""
        return word in self.counts or word in self._taught

    def lemma(self, word: str) -> str:
        """The basic form of a folded word: `bijles` for `bijlessen`. Of a compound, its last part decides."""
        if word not in self._lemmas:
            self._lemmas[word] = self._basic_form(word)
        return self._lemmas[word]

    def _basic_form(self, word: str) -> str:
        if form := self._forms.get(word):
            return form
        lemma = folded(simplemma.lemmatize(word, lang="nl").replace("_", ""))
        if lemma != word:
            return lemma
        for start in range(MIN_PART_LETTERS, len(word) - MIN_PART_LETTERS + 1):
            head = word[start:]
            if head in self.counts and self._starts_compound(word[:start]):
                form = self.lemma(head)
                return word[:start] + form
        return word

    def frequency(self, word: str) -> int:
        """The number of times that a folded word occurs in the catalogue."""
        return self.counts.get(word, 0)

    def forms(self, word: str) -> tuple[str, ...]:
        """The other forms of a word that occur in the catalogue, the most frequent first."""
        others = (other for other in self._by_lemma.get(self.lemma(word), ()) if other != word)
        return tuple(sorted(others, key=lambda other: (-self.counts[other], other)))

    def synonyms(self, typed: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Words or phrases of a query with each word that editors say is meant by them."""
        for place, word in enumerate(typed):
            for phrase, others in self._synonyms.get(word, ()):
                if tuple(typed[place : place + len(phrase)]) == phrase:
                    yield from ((" ".join(phrase), other) for other in others)

    def halves(self, word: str) -> tuple[str, ...]:
        """The two words that a compound is made of first; empty for a word that is none."""
        return self.parts(word)[:2]

    def parts(self, word: str) -> tuple[str, ...]:
        """The words that a compound is made of, and theirs: `jeugd`, `gezondheidszorg`, `gezondheid` and `zorg`."""
        if word not in self._parts:
            self._parts[word] = self._split(word)
        return self._parts[word]

    def _split(self, word: str) -> tuple[str, ...]:
        if len(word) < MIN_COMPOUND_LETTERS or word in self._never_split:
            return ()
        splits = [(left, word[end:]) for end in self._cuts(word) for left in self._first_parts(word[:end])]
        if not splits:
            return ()
        left, right = max(splits, key=lambda split: (min(map(len, split)), len(split[1])))
        return tuple(dict.fromkeys((left, right, *self.parts(left), *self.parts(right))))

    def _cuts(self, word: str) -> Iterator[int]:
        """Where a word may be cut so that what follows is a word."""
        for end in range(MIN_PART_LETTERS, len(word) - MIN_PART_LETTERS + 1):
            right = word[end:]
            if self._is_part(right) or self.parts(right):
                yield end

    def _first_parts(self, left: str) -> Iterator[str]:
        """The word in the first part of a compound, the letters that link it to the next taken off."""
        for link in LINKING_LETTERS:
            stem = left.removesuffix(link) if link else left
            if len(stem) >= MIN_PART_LETTERS and (stem != left or not link) and self._is_part(stem):
                yield stem

    def _starts_compound(self, left: str) -> bool:
        return any(self._first_parts(left))

    def _is_part(self, word: str) -> bool:
        return (word in self.counts or word in self._forms) and word not in self.stopwords

    def similar_spelling(self, word: str) -> str | None:
        """The word of the catalogue that was probably meant, or None. Of equally near ones the most frequent.

        A word that is good Dutch is no typing error, though the catalogue lacks it: `taart` is not `maart`.
        """
        allowed = next((errors for length, errors in MAX_TYPING_ERRORS if len(word) >= length), 0)
        if not allowed or simplemma.is_known(word, lang="nl"):
            return None
        spellings = self._spellings.get(word[0], ())
        near = process.extract(word, spellings, scorer=OSA.distance, score_cutoff=allowed, limit=20)
        candidates = [(distance, -self.counts[other], other) for other, distance, _ in near]
        return min(candidates)[2] if candidates else None

    def starting(self, start: str) -> Sequence[str]:
        """The words of the catalogue that start so."""
        if len(start) < MIN_START_LETTERS:
            return ()
        return starting_with(start, self.ordered)

    def expansions(self, texts: Iterable[str]) -> list[str]:
        """Words that should find these texts though they are not in them: other forms, parts of compounds, what editors say is meant.

        The engine has synonyms of its own for this; with some thousands of them a search takes twice as long.
        """
        expansions: set[str] = set()
        for text in texts:
            typed = list(words(text))
            expansions.update(*map(self._expansions_of, set(typed)), self._leading_to(typed))
        return sorted(expansions)

    def weighted_forms(self, word: str) -> tuple[tuple[str, float], ...]:
        """The basic form of a folded word, and of the parts of a compound with less weight; none for a word that says nothing."""
        if word not in self._weighted:
            parts = ((self.lemma(part), PART_WEIGHT) for part in self.parts(word))
            self._weighted[word] = () if word in self.stopwords else ((self.lemma(word), 1.0), *parts)
        return self._weighted[word]

    def _expansions_of(self, word: str) -> tuple[str, ...]:
        if word not in self._expanded:
            self._expanded[word] = () if word in self.stopwords else (*self.forms(word), *self.parts(word))
        return self._expanded[word]

    def _leading_to(self, typed: Sequence[str]) -> Iterator[str]:
        """The phrases that a visitor may type who means these words."""
        for place, word in enumerate(typed):
            for phrase, origins in self._origins.get(word, ()):
                if tuple(typed[place : place + len(phrase)]) == phrase:
                    yield from origins
