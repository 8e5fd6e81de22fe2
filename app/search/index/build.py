"""The life of indexes: build one beside the others, look at it, drop what is no longer used. For publishing; synchronous."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchCommunicationError, MeilisearchError, MeilisearchTimeoutError

from app.domain.errors import SearchUnavailable
from app.domain.progress import Progress

TASK_MILLISECONDS = 120_000
BATCH = 1000
NAME_BYTES = 8
REFUSED = (401, 403)
IDENTITY = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class BuiltIndex:
    """A finished index: its name, what it was built from, and how many documents it holds."""

    index: str
    fingerprint: str
    documents: int


@dataclass(frozen=True, slots=True)
class IndexServer:
    """A search engine to keep indexes on. `prefix` starts the names of all that belong to this catalogue."""

    url: str
    key: str
    prefix: str

    def client(self) -> Client:
        """A client for one job."""
        return Client(self.url, self.key or None, timeout=30, custom_headers=IDENTITY)


@dataclass(frozen=True, slots=True)
class IndexPlan:
    """The content of an index. `fingerprint_extras` is what a service keeps in memory for as long as the index has the same name."""

    documents: Sequence[dict[str, Any]]
    settings: Mapping[str, Any]
    fingerprint_extras: Mapping[str, Any] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of all of it, in hexadecimal digits."""
        content = orjson.dumps([self.settings, self.documents, self.fingerprint_extras], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(content).hexdigest()


def build(server: IndexServer, plan: IndexPlan, report_progress: Progress) -> BuiltIndex:
    """A new index beside the one in use: settings, then documents, each waited for; counts compared. Raises SearchUnavailable."""
    name = f"{server.prefix}-{secrets.token_hex(NAME_BYTES)}"
    with _vendor_errors(server.url):
        client = server.client()
        report_progress(f"building index {name} with {len(plan.documents)} documents")
        _wait(client, client.create_index(name, {"primaryKey": "id"}).task_uid)
        _wait(client, client.index(name).update_settings(dict(plan.settings)).task_uid)
        for start in range(0, len(plan.documents), BATCH):
            _wait(client, client.index(name).add_documents(list(plan.documents[start : start + BATCH])).task_uid)
        held = client.index(name).get_stats().number_of_documents
    if held != len(plan.documents):
        raise SearchUnavailable(f"The engine holds {held} of {len(plan.documents)} documents in {name}; the old index stays in use.")
    return BuiltIndex(name, plan.fingerprint, held)


def documents_in(server: IndexServer, index: str) -> int | None:
    """The number of documents in an index; None when there is no such index."""
    with _vendor_errors(server.url):
        client = server.client()
        return client.index(index).get_stats().number_of_documents if index in _names(client) else None


def stored(server: IndexServer, index: str) -> Iterator[str]:
    """The ids of the documents in an index."""
    with _vendor_errors(server.url):
        client = server.client().index(index)
        offset = 0
        while page := client.get_documents({"fields": ["id"], "limit": BATCH, "offset": offset}).results:
            yield from (str(document.id) for document in page)
            offset += len(page)


def prune(server: IndexServer, keep: Iterable[str]) -> None:
    """Drop this catalogue's other indexes, and the engine's record of their tasks, which grows without end."""
    kept = set(keep)
    with _vendor_errors(server.url):
        client = server.client()
        ours = [name for name in _names(client) if _is_ours(name, server.prefix)]
        for name in ours:
            if name not in kept:
                _wait(client, client.delete_index(name).task_uid)
        if ours:
            done = {"statuses": "succeeded,failed,canceled", "indexUids": ",".join(ours)}
            _wait(client, client.delete_tasks(done).task_uid)


def drop(server: IndexServer, unwanted: Iterable[str]) -> None:
    """Drop these indexes."""
    with _vendor_errors(server.url):
        client = server.client()
        for name in unwanted:
            _wait(client, client.delete_index(name).task_uid)


def _names(client: Client) -> Iterator[str]:
    offset = 0
    while page := client.get_indexes({"limit": BATCH, "offset": offset})["results"]:
        yield from (index.uid for index in page)
        offset += len(page)


def _is_ours(name: str, prefix: str) -> bool:
    """Whether an index is of this catalogue: the prefix and hexadecimal digits. A longer prefix belongs to somebody else."""
    return re.fullmatch(rf"{re.escape(prefix)}-[0-9a-f]{{{2 * NAME_BYTES}}}", name) is not None


def _wait(client: Client, task_uid: int) -> None:
    task = client.wait_for_task(task_uid, timeout_in_ms=TASK_MILLISECONDS, interval_in_ms=20)
    if task.status != "succeeded":
        reason = (task.error or {}).get("message", "no reason given")
        raise SearchUnavailable(f"The engine could not finish {task.type} ({task.status}): {reason}")


@contextmanager
def _vendor_errors(url: str) -> Iterator[None]:
    """The vendor's errors end here. What is not Meilisearch answers with something that the vendor's client trips over."""
    try:
        yield
    except (MeilisearchCommunicationError, MeilisearchTimeoutError, requests.ConnectionError) as error:
        raise SearchUnavailable(f"The search engine at {url} cannot be reached; see that it runs and that MEILI_URL is right.") from error
    except MeilisearchApiError as error:
        hint = "; see that MEILI_API_KEY is right" if error.status_code in REFUSED else ""
        raise SearchUnavailable(f"The search engine at {url} answered {error.status_code} ({error.code or 'no reason'}){hint}.") from error
    except (MeilisearchError, requests.RequestException, KeyError, TypeError, ValueError) as error:
        raise SearchUnavailable(f"What answers at {url} is no Meilisearch server ({type(error).__name__}); see MEILI_URL.") from error
