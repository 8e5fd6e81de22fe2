"""Records of items: what ranking, cards and highlights read of an item. A bounded number is kept in memory, by id and checksum.

The id of a document has a checksum of all that is in it, so a record is never stale and serves every version of the catalogue that has it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt
import orjson
from cachetools import LRUCache

from app.domain.facets import FACETS
from app.domain.items import ITEM, Item
from app.search.index.documents import unpacked_vector
from app.search.index.versions import IndexVersion
from app.search.ranking.features import unpack
from app.search.retrieval import payloads
from app.search.retrieval.client import Meili

VALUES = ("effect", "evidence", "cost", "updated", "sortTitle", "kindOrder")
FIELDS = (
    *("id", "slug", "title", "shortNames", "nameKeys", "summary", "body", "forms", "vector", "item", "links"),
    *(facet.name for facet in FACETS),
    *VALUES,
)
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """How much of a catalogue a process looks at and keeps: records, values made of them, and items near in meaning per search."""

    records: int = 5_000
    derived: int = 3_000
    nearest: int = 100


@dataclass(slots=True, eq=False)
class Record:
    """One item of one version. `facets` include broader terms; `vector` is empty in a catalogue without vectors (float16).

    Nothing in it changes but `topic_places`, which is noted for the topics of the catalogue that asked last.
    """

    id: str
    slug: str
    title: str
    summary: str
    body: str
    short_names: tuple[str, ...]
    name_keys: frozenset[str]
    links: tuple[str, ...]
    facets: Mapping[str, frozenset[str]]
    values: Mapping[str, Any]
    forms: Mapping[int, float]
    length: float
    vector: npt.NDArray[np.float16]
    json: str
    topic_places: tuple[object, list[int]] | None = None

    @property
    def kind(self) -> str:
        """The kind of item."""
        return min(self.facets["kind"])


def record(document: Mapping[str, Any]) -> Record:
    """The record in a document of the engine."""
    forms = unpack(document["forms"])
    return Record(
        id=document["id"],
        slug=document["slug"],
        title=document["title"],
        summary=document["summary"],
        body=document["body"],
        short_names=tuple(document["shortNames"]),
        name_keys=frozenset(document["nameKeys"]),
        links=tuple(document["links"]),
        facets={facet.name: frozenset(document[facet.name]) for facet in FACETS},
        values={name: document[name] for name in VALUES if name in document},
        forms=forms,
        length=sum(forms.values()),
        vector=unpacked_vector(document["vector"]).astype(np.float16),
        json=document["item"],
    )


def item(kept: Record) -> Item:
    """The item of a record, with its body as plain text."""
    return ITEM.validate_python({**orjson.loads(kept.json), "body": kept.body})


class Records:
    """The records in memory, a bounded number; the others are fetched from the engine. One for all versions of a catalogue."""

    def __init__(self, meili: Meili, limits: SearchLimits) -> None:
        self.meili = meili
        self.limits = limits
        self._kept: LRUCache[str, Record] = LRUCache(limits.records)
        self._ids: LRUCache[tuple[str, str], str] = LRUCache(limits.records)

    async def get(self, version: IndexVersion, ids: Iterable[str]) -> dict[str, Record]:
        """The records of these documents by id, in this order. Raises IndexMissing and SearchUnavailable."""
        wanted = tuple(dict.fromkeys(ids))
        found = {name: kept for name in wanted if (kept := self._kept.get(name)) is not None}
        if len(found) == len(wanted):
            return found
        documents = await self.meili.documents(version.index, [name for name in wanted if name not in found], FIELDS)
        fetched = {document["id"]: record(document) for document in documents}
        self._kept.update(fetched)
        found |= fetched
        return {name: found[name] for name in wanted if name in found}

    async def of_slugs(self, version: IndexVersion, slugs: Iterable[str]) -> dict[str, Record]:
        """The records of the items that a version has of these, by slug, in this order. Raises IndexMissing and SearchUnavailable."""
        wanted = tuple(dict.fromkeys(slugs))
        ids = [known for slug in wanted if (known := self._ids.get((version.name, slug)))]
        if len(ids) < len(wanted):
            (result,) = (await self.meili.multi_search({"queries": [payloads.with_slugs(version, wanted)]}))["results"]
            ids = payloads.ids(result)
        found = {kept.slug: kept for kept in (await self.get(version, ids)).values()}
        self._ids.update({(version.name, slug): kept.id for slug, kept in found.items()})
        return {slug: found[slug] for slug in wanted if slug in found}


class DerivedValues:
    """Values that are made of a record and of nothing else that changes while the catalogue is the same; at most `limit` are kept."""

    def __init__(self, limit: int) -> None:
        self._made: LRUCache[tuple[Hashable, str], Any] = LRUCache(limit)

    def of(self, kept: Record, name: Hashable, make: Callable[[], Made]) -> Made:
        """The value of this name of a record, made now unless it is kept."""
        key = name, kept.id
        value = self._made.get(key)
        if value is None:
            value = self._made[key] = make()
        made: Made = value
        return made


def matrix(records: Sequence[Record]) -> npt.NDArray[np.float32]:
    """The vectors of records, one per row."""
    return np.stack([kept.vector for kept in records]).astype(np.float32)
