"""The life of indexes: build one beside the others, bring one up to date, drop what is no longer used. For publishing; synchronous."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from meilisearch import Client

from app.domain.errors import SearchUnavailable
from app.domain.progress import Progress
from app.search.index.documents import outline, text_part
from app.search.index.server import IndexServer, vendor_errors, wait
from app.search.index.settings import outline_settings, text_settings
from app.search.index.versions import NEVER, OUTLINES, IndexVersion, outlines_of
from app.search.retrieval.payloads import is_one_of

NAME_BYTES = 8
BATCH = 1000

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IndexRevision:
    """The change from one version of a catalogue to the next in the same index: documents that come, and ids of those that go.

    `needed_since`: no reader can still be at an older generation than this one.
    """

    before: IndexVersion
    generation: int
    coming: Sequence[Document]
    going: Sequence[str]
    needed_since: int


def build(server: IndexServer, documents: Iterable[Document], total: int, dimensions: int | None, report_progress: Progress) -> str:
    """The name of a new index beside the one in use: settings, then documents; counts compared. Raises SearchUnavailable.

    `dimensions` is the length of vectors as the engine has them; None without vectors.
    """
    name = f"{server.prefix}-{secrets.token_hex(NAME_BYTES)}"
    with vendor_errors(server.url):
        client = server.client()
        report_progress(f"building index {name} with {total} documents")
        for index, settings in ((name, text_settings()), (outlines_of(name), outline_settings(dimensions))):
            wait(client, client.create_index(index, {"primaryKey": "id"}).task_uid)
            wait(client, client.index(index).update_settings(settings).task_uid)
        _add(client, name, documents)
        held = min(client.index(index).get_stats().number_of_documents for index in (name, outlines_of(name)))
    if held != total:
        raise SearchUnavailable(f"The engine holds {held} of {total} documents in {name}; the old index stays in use.")
    return name


def revise(server: IndexServer, revision: IndexRevision) -> None:
    """Bring the next version of a catalogue into its index, where no reader sees it before it is pointed to. Raises SearchUnavailable.

    What an interrupted revision left is put right first: its documents go, and what it had told to end stays.
    """
    now = revision.before.generation
    with vendor_errors(server.url):
        client, name = server.client(), revision.before.index
        for index in (name, outlines_of(name)):
            wait(client, client.index(index).delete_documents(filter=f"since > {now} OR until <= {revision.needed_since}").task_uid)
            stay = [document["id"] for document in _found(client, index, f"until > {now} AND until < {NEVER}", ["id"])]
            _end(client, index, stay, NEVER)
        _add(client, name, revision.coming)
        for index in (name, outlines_of(name)):
            _end(client, index, revision.going, revision.generation)


def count(server: IndexServer, version: IndexVersion) -> int | None:
    """The number of documents of a version; None when the engine has no such index."""
    with vendor_errors(server.url):
        client = server.client()
        indexes = version.index, version.outlines
        if not set(indexes) <= set(_names(client)):
            return None
        return min(client.index(index).get_documents({"filter": version.visible, "limit": 0}).total for index in indexes)


def documents_of(server: IndexServer, version: IndexVersion, slugs: Sequence[str]) -> Iterator[Document]:
    """The documents of some items in a version, from the index of texts."""
    with vendor_errors(server.url):
        client = server.client()
        for start in range(0, len(slugs), BATCH):
            condition = f"{version.visible} AND {is_one_of('slug', slugs[start : start + BATCH])}"
            yield from _found(client, version.index, condition, None)


def stored(server: IndexServer, version: IndexVersion) -> Iterator[tuple[str, dict[str, str]]]:
    """The checksum of each item in a version by slug, for each of its indexes by name."""
    with vendor_errors(server.url):
        for index in (version.index, version.outlines):
            found = _found(server.client(), index, version.visible, ["slug", "checksum"])
            yield index, {document["slug"]: document["checksum"] for document in found}


def prune(server: IndexServer, keep: Iterable[str]) -> None:
    """Drop this catalogue's other indexes, and the engine's record of their tasks, which grows without end."""
    kept = {index for name in keep for index in (name, outlines_of(name))}
    with vendor_errors(server.url):
        client = server.client()
        ours = [name for name in _names(client) if _is_ours(name, server.prefix)]
        for name in ours:
            if name not in kept:
                wait(client, client.delete_index(name).task_uid)
        if ours:
            done = {"statuses": "succeeded,failed,canceled", "indexUids": ",".join(ours)}
            wait(client, client.delete_tasks(done).task_uid)


def build_plain(server: IndexServer, documents: Iterable[Document], settings: Mapping[str, Any]) -> str:
    """The name of a new index of just these documents, to compare with. `drop` takes it away, as does the next publish."""
    name = f"{server.prefix}-{secrets.token_hex(NAME_BYTES)}"
    with vendor_errors(server.url):
        client = server.client()
        wait(client, client.create_index(name, {"primaryKey": "id"}).task_uid)
        wait(client, client.index(name).update_settings(dict(settings)).task_uid)
        batch = list(documents)
        for start in range(0, len(batch), BATCH):
            wait(client, _added(client, name, batch[start : start + BATCH]))
    return name


def drop(server: IndexServer, unwanted: Iterable[str]) -> None:
    """Drop these indexes, as far as they are there."""
    with vendor_errors(server.url):
        client = server.client()
        wanted = {index for name in unwanted for index in (name, outlines_of(name))}
        for index in sorted(wanted & set(_names(client))):
            wait(client, client.delete_index(index).task_uid)


def _add(client: Client, name: str, documents: Iterable[Document]) -> None:
    """Add documents, some at a time: the next are made while the engine works."""
    under_way: list[int] = []
    batch: list[Document] = []
    for document in documents:
        batch.append(document)
        if len(batch) == BATCH:
            under_way, batch = _sent(client, name, batch, under_way), []
    if batch:
        under_way = _sent(client, name, batch, under_way)
    for task in under_way:
        wait(client, task)


def _sent(client: Client, name: str, batch: Sequence[Document], before: Sequence[int]) -> list[int]:
    tasks = [_added(client, name, map(text_part, batch)), _added(client, outlines_of(name), map(outline, batch))]
    for task in before:
        wait(client, task)
    return tasks


def _added(client: Client, index: str, documents: Iterable[Document]) -> int:
    """The task of adding documents. Not by `add_documents`, which takes ten times as long to write the vectors as JSON."""
    lines = b"\n".join(map(orjson.dumps, documents))
    task: int = client.http.post(f"indexes/{index}/documents", lines, content_type="application/x-ndjson")["taskUid"]
    return task


def _end(client: Client, name: str, ids: Sequence[str], generation: int) -> None:
    """Tell documents until which generation they are part of the catalogue."""
    for start in range(0, len(ids), BATCH):
        changes = [{"id": name_of, "until": generation} for name_of in ids[start : start + BATCH]]
        wait(client, client.index(name).update_documents(changes).task_uid)


def _found(client: Client, name: str, condition: str, fields: Sequence[str] | None) -> list[dict[str, Any]]:
    """The documents for which a condition holds, with all their fields or some."""
    found: list[dict[str, Any]] = []
    while True:
        wanted = {"filter": condition, "limit": BATCH, "offset": len(found)} | ({"fields": list(fields)} if fields else {})
        page = client.index(name).get_documents(wanted).results
        found += [dict(document) for document in page]
        if len(page) < BATCH:
            return found


def _names(client: Client) -> list[str]:
    names: list[str] = []
    while page := client.get_indexes({"limit": BATCH, "offset": len(names)})["results"]:
        names += [index.uid for index in page]
    return names


def _is_ours(name: str, prefix: str) -> bool:
    """Whether an index is of this catalogue: the prefix and hexadecimal digits. A longer prefix belongs to somebody else."""
    return re.fullmatch(rf"{re.escape(prefix)}-[0-9a-f]{{{2 * NAME_BYTES}}}({OUTLINES})?", name) is not None
