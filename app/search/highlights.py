"""Highlights: the words of an item's texts that answer a query, marked. All forms of a word are one here: `gepest` is marked for `pesten`.

The engine marks what it matches letter by letter, for as much time as the whole search takes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from html import escape

from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import spans, words

# A passage of a long text: so many words before the first that answers, and so many in all.
WORDS_BEFORE, PASSAGE_WORDS = 10, 30


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the places of its words. `places` leads from a basic form to the numbers of the words that have it."""

    text: str
    spans: tuple[tuple[int, int], ...]
    places: Mapping[str, tuple[int, ...]]

    def whole(self, wanted: Collection[str]) -> str | None:
        """All of the text as HTML with the wanted words marked; None when it has none of them."""
        matches = self._matches(wanted)
        return self._html(matches, 0, len(self.text)) if matches else None

    def passage(self, wanted: Collection[str]) -> str | None:
        """The passage around the first wanted words, as HTML; None when the text has none."""
        matches = self._matches(wanted)
        if not matches:
            return None
        first = max(0, matches[0] - WORDS_BEFORE)
        last = min(len(self.spans), first + PASSAGE_WORDS) - 1
        start, end = (0 if first == 0 else self.spans[first][0]), (len(self.text) if last + 1 == len(self.spans) else self.spans[last][1])
        html = self._html([place for place in matches if place <= last], start, end)
        return f"{'' if start == 0 else '… '}{html}{'' if end == len(self.text) else ' …'}"

    def _matches(self, wanted: Collection[str]) -> list[int]:
        return sorted({place for form in wanted for place in self.places.get(form, ())})

    def _html(self, matches: Iterable[int], start: int, end: int) -> str:
        """Escaped HTML of a part of the text; words that stand next to each other get one mark each."""
        pieces, done = [], start
        for place in matches:
            begin, stop = self.spans[place]
            pieces += [escape(self.text[done:begin], quote=False), "<mark>", escape(self.text[begin:stop], quote=False), "</mark>"]
            done = stop
        return "".join([*pieces, escape(self.text[done:end], quote=False)])


@dataclass(frozen=True, slots=True)
class MarkedTexts:
    """The texts of one item, made ready."""

    title: MarkedText
    summary: MarkedText
    body: MarkedText

    @classmethod
    def of(cls, title: str, summary: str, body: str, lexicon: Lexicon) -> "MarkedTexts":
        """These texts, made ready."""
        return cls(marked(title, lexicon), marked(summary, lexicon), marked(body, lexicon))

    def highlights(self, wanted: Collection[str]) -> dict[str, str]:
        """The texts that answer a query, as HTML by field. `wanted` are basic forms."""
        if not wanted:
            return {}
        found = {"title": self.title.whole(wanted), "summary": self.summary.whole(wanted), "body": self.body.passage(wanted)}
        return {name: html for name, html in found.items() if html}


def marked(text: str, lexicon: Lexicon) -> MarkedText:
    """A text made ready. White space is collapsed, as in the page."""
    text = " ".join(text.split())
    places: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words(text)):
        if word not in lexicon.stopwords:
            for form in {lexicon.lemma(word), *(lexicon.lemma(part) for part in lexicon.parts(word))}:
                places[form].append(place)
    return MarkedText(text, tuple(spans(text)), {form: tuple(numbers) for form, numbers in places.items()})
