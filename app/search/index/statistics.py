"""The statistics of a catalogue: all that a search must know of every item, as sums that a changed item adds to and takes from.

They come with the catalogue's pointer in the database, so a service is ready without looking at a single item. Their size follows the
vocabularies and the words of the catalogue, not the number of its items.
"""

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import orjson

from app.domain.facets import FACETS
from app.search.index.documents import FORMAT, texts, unpacked_vector
from app.search.ranking.features import unpack
from app.search.understanding.tokens import words

# The guide to a partner is called after the partner's term.
PARTNER_GUIDE = "partner-"

Document = Mapping[str, Any]
Sums = npt.NDArray[np.float64]


@dataclass(slots=True)
class CatalogueStatistics:
    """Sums over the documents of a catalogue.

    `words` has how often each word occurs, `forms` in how many documents each form is, by its key, `facets` the documents per facet and
    term, `length` all documents' counts of forms together. `partner_guides` are slugs of guides to a partner. `vectors` and `products`
    are sums of vectors and of their outer products; None when the documents have no vectors.
    """

    documents: int = 0
    length: float = 0.0
    words: Counter[str] = field(default_factory=Counter)
    forms: Counter[int] = field(default_factory=Counter)
    facets: dict[str, Counter[str]] = field(default_factory=lambda: {facet.name: Counter() for facet in FACETS})
    partner_guides: Counter[str] = field(default_factory=Counter)
    vectors: Sums | None = None
    products: Sums | None = None

    def add(self, documents: Iterable[Document]) -> None:
        """Count more documents."""
        for document in documents:
            self._count(document, 1)

    def counting(self, documents: Iterable[Document]) -> Iterator[Document]:
        """The documents, each counted as it passes."""
        for document in documents:
            self.add([document])
            yield document

    def remove(self, documents: Iterable[Document]) -> None:
        """Count documents no longer."""
        for document in documents:
            self._count(document, -1)

    def _count(self, document: Document, sign: int) -> None:
        forms = unpack(document["forms"])
        self.documents += sign
        self.length += sign * sum(forms.values())
        _change(self.words, (word for text in texts(document) for word in words(text)), sign)
        _change(self.forms, list(forms), sign)
        for name, terms in self.facets.items():
            _change(terms, document[name], sign)
        if "guide" in document["kind"] and document["slug"].startswith(PARTNER_GUIDE):
            _change(self.partner_guides, [document["slug"]], sign)
        if document.get("vector"):
            vector = unpacked_vector(document["vector"]).astype(float)
            if self.vectors is None or self.products is None:
                self.vectors, self.products = np.zeros(len(vector)), np.zeros((len(vector), len(vector)))
            self.vectors += sign * vector
            self.products += sign * np.outer(vector, vector)

    @property
    def mean_length(self) -> float:
        """The mean of the documents' counts of forms."""
        return self.length / self.documents if self.documents else 1e-9

    def mean_vector(self) -> npt.NDArray[np.float32] | None:
        """The mean of the documents' vectors; None without vectors."""
        return None if self.vectors is None or not self.documents else (self.vectors / self.documents).astype(np.float32)

    def covariance(self) -> Sums:
        """The covariance of the documents' vectors."""
        if self.vectors is None or self.products is None:
            raise ValueError("these documents have no vectors")
        mean = self.vectors / self.documents
        covariance: Sums = self.products / self.documents - np.outer(mean, mean)
        return covariance

    def packed(self) -> bytes:
        """The statistics as bytes, for the database."""
        plain = {
            "format": FORMAT,
            "documents": self.documents,
            "length": self.length,
            "words": self.words,
            "forms": {str(key): count for key, count in self.forms.items()},
            "facets": self.facets,
            "partnerGuides": self.partner_guides,
            "size": 0 if self.vectors is None else len(self.vectors),
        }
        arrays = () if self.vectors is None or self.products is None else (self.vectors, self.products)
        sums = b"".join(array.astype("<f8").tobytes() for array in arrays)
        head = orjson.dumps(plain)
        return zlib.compress(len(head).to_bytes(8, "little") + head + sums, 1)

    @classmethod
    def unpacked(cls, data: bytes) -> "CatalogueStatistics | None":
        """The statistics that were packed; None for those of another release, which knew other ones."""
        raw = zlib.decompress(data)
        end = 8 + int.from_bytes(raw[:8], "little")
        plain = orjson.loads(raw[8:end])
        if plain["format"] != FORMAT:
            return None
        size = plain["size"]
        sums = np.frombuffer(raw, "<f8", offset=end).copy()
        return cls(
            documents=plain["documents"],
            length=plain["length"],
            words=Counter(plain["words"]),
            forms=Counter({int(key): count for key, count in plain["forms"].items()}),
            facets={facet.name: Counter(plain["facets"].get(facet.name, {})) for facet in FACETS},
            partner_guides=Counter(plain["partnerGuides"]),
            vectors=sums[:size] if size else None,
            products=sums[size:].reshape(size, size) if size else None,
        )


def _change(counts: Counter[Any], keys: Iterable[Any], sign: int) -> None:
    """Add to the counts, or take away; what is counted no longer is gone."""
    if sign > 0:
        counts.update(keys)
        return
    gone = Counter(keys)
    counts.subtract(gone)
    for key in gone:
        if counts[key] <= 0:
            del counts[key]
