"""The words of an item's texts that answer a query, marked. All forms of a word are one here, so `gepest` is marked for `pesten`.

The engine marks what it matches letter by letter, for as much time as the whole search takes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from app.search.understanding.lexicon import Lexicon
from app.search.understanding.tokens import spans, words

# A passage of a long text: so many words before the first that answers, and so many in all.
BEFORE, PASSAGE = 10, 30


class Highlighter:
    """The texts of all items, made ready."""

    def __init__(self, documents: Sequence[Mapping[str, Any]], lexicon: Lexicon) -> None:
        self._texts = {
            document["id"]: (marked(document["title"], lexicon), marked(document["summary"], lexicon), marked(document["body"], lexicon))
            for document in documents
        }

    def highlights(self, slug: str, wanted: Collection[str]) -> dict[str, str]:
        """The texts of an item that answer a query, as HTML by field. `wanted` are basic forms."""
        if not wanted:
            return {}
        title, summary, body = self._texts[slug]
        found = {"title": title.whole(wanted), "summary": summary.whole(wanted), "body": body.passage(wanted)}
        return {name: html for name, html in found.items() if html}


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the places of its words. `places` leads from a basic form to the numbers of the words that have it."""

    text: str
    spans: tuple[tuple[int, int], ...]
    places: Mapping[str, tuple[int, ...]]

    def whole(self, wanted: Collection[str]) -> str | None:
        """All of the text as HTML with the wanted words marked; None when it has none of them."""
        found = self._found(wanted)
        return self._html(found, 0, len(self.text)) if found else None

    def passage(self, wanted: Collection[str]) -> str | None:
        """The passage around the first wanted words, as HTML; None when the text has none."""
        found = self._found(wanted)
        if not found:
            return None
        first = max(0, found[0] - BEFORE)
        last = min(len(self.spans), first + PASSAGE) - 1
        start, end = (0 if first == 0 else self.spans[first][0]), (len(self.text) if last + 1 == len(self.spans) else self.spans[last][1])
        html = self._html([place for place in found if place <= last], start, end)
        return f"{'' if start == 0 else '… '}{html}{'' if end == len(self.text) else ' …'}"

    def _found(self, wanted: Collection[str]) -> list[int]:
        return sorted({place for form in wanted for place in self.places.get(form, ())})

    def _html(self, found: Iterable[int], start: int, end: int) -> str:
        """Escaped HTML of a part of the text; words that stand next to each other get one mark each."""
        parts, done = [], start
        for place in found:
            begin, stop = self.spans[place]
            parts += [escape(self.text[done:begin], quote=False), "<mark>", escape(self.text[begin:stop], quote=False), "</mark>"]
            done = stop
        return "".join([*parts, escape(self.text[done:end], quote=False)])


def marked(text: str, lexicon: Lexicon) -> MarkedText:
    """A text made ready. White space is collapsed, as in the page."""
    text = " ".join(text.split())
    places: dict[str, list[int]] = defaultdict(list)
    found = tuple(spans(text))
    for place, word in enumerate(words(text)):
        if word not in lexicon.stopwords:
            for form in {lexicon.lemma(word), *(lexicon.lemma(part) for part in lexicon.parts(word))}:
                places[form].append(place)
    return MarkedText(text, found, {form: tuple(numbers) for form, numbers in places.items()})
