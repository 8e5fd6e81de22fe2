"""A search engine to keep indexes on, through the vendor's client: its tasks, and its errors in words that help."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import requests
from meilisearch import Client
from meilisearch.errors import MeilisearchApiError, MeilisearchCommunicationError, MeilisearchError, MeilisearchTimeoutError

from app.domain.errors import SearchUnavailable

# A batch of documents may take the engine so long.
TASK_MILLISECONDS = 600_000
REFUSED = (401, 403)
IDENTITY = {"Accept-Encoding": "identity"}


@dataclass(frozen=True, slots=True)
class IndexServer:
    """A search engine to keep indexes on. `prefix` starts the names of all that belong to this catalogue."""

    url: str
    key: str
    prefix: str

    def client(self) -> Client:
        """A client for one job."""
        return Client(self.url, self.key or None, timeout=60, custom_headers=IDENTITY)


def wait(client: Client, task_uid: int) -> None:
    """Return when a task of the engine is done. Raises SearchUnavailable when it failed."""
    task = client.wait_for_task(task_uid, timeout_in_ms=TASK_MILLISECONDS, interval_in_ms=10)
    if task.status != "succeeded":
        reason = (task.error or {}).get("message", "no reason given")
        raise SearchUnavailable(f"The engine could not finish {task.type} ({task.status}): {reason}")


@contextmanager
def vendor_errors(url: str) -> Iterator[None]:
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
