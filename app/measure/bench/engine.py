"""The engine asked directly, without the client and the rules of the service."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import httpx2
import orjson

from app.domain.errors import SearchUnavailable

PAGE = 1000
STEP_SECONDS = 0.05
CALL_SECONDS = 120.0

Documents = Sequence[Mapping[str, Any]]


class DirectEngine:
    """An engine for what the bench does with indexes of its own. Everything raises SearchUnavailable."""

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key
        self.headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Accept-Encoding": "identity"}

    def ask(self, method: str, path: str, data: object = None) -> Any:
        """The engine's answer to one call."""
        content = None if data is None else orjson.dumps(data)
        try:
            response = httpx2.request(
                method, f"{self.url}{path}", headers=self.headers, content=content, timeout=CALL_SECONDS, trust_env=False
            )
        except httpx2.HTTPError as error:
            raise SearchUnavailable(f"The search engine at {self.url} gave no answer ({type(error).__name__}).") from error
        if response.is_error:
            raise SearchUnavailable(f"The search engine answered {response.status_code} to {method} {path}: {response.text[:200]}")
        return orjson.loads(response.content)

    def index(self, name: str, settings: Mapping[str, Any], batches: Iterable[Documents], deadline: float) -> float:
        """Seconds that the engine takes to index these documents; all are sent at once, so that it batches them as it likes.

        `deadline` is a moment of `time.monotonic`. Making the batches is not counted.
        """
        self.finish(self.ask("POST", "/indexes", {"uid": name, "primaryKey": "id"}), deadline)
        self.finish(self.ask("PATCH", f"/indexes/{name}/settings", settings), deadline)
        seconds = 0.0
        task = None
        for batch in batches:
            started = time.monotonic()
            task = self.ask("POST", f"/indexes/{name}/documents", batch)
            seconds += time.monotonic() - started
        started = time.monotonic()
        if task:
            self.finish(task, deadline)
        return seconds + time.monotonic() - started

    def finish(self, task: Mapping[str, Any], deadline: float) -> None:
        """Return when a task has succeeded."""
        while time.monotonic() < deadline:
            state = self.ask("GET", f"/tasks/{task['taskUid']}")
            if state["status"] == "succeeded":
                return
            if state["status"] in {"failed", "canceled"}:
                raise SearchUnavailable(f"The engine could not finish {state['type']}: {(state.get('error') or {}).get('message')}")
            time.sleep(STEP_SECONDS)
        raise SearchUnavailable("The engine did not finish its work in time.")

    def drop(self, name: str, deadline: float) -> None:
        """Drop an index."""
        self.finish(self.ask("DELETE", f"/indexes/{name}"), deadline)

    def names(self, start: str) -> list[str]:
        """The indexes whose names start so."""
        return [index["uid"] for index in self.ask("GET", f"/indexes?limit={PAGE}")["results"] if index["uid"].startswith(start)]

    def settings(self, name: str) -> dict[str, Any]:
        """The settings of an index."""
        found: dict[str, Any] = self.ask("GET", f"/indexes/{name}/settings")
        return found

    def documents(self, name: str) -> Iterator[Documents]:
        """All documents of an index with their vectors, some at a time; whole, whatever a search may show of them."""
        offset = 0
        while page := self.ask("GET", f"/indexes/{name}/documents?limit={PAGE}&offset={offset}&retrieveVectors=true")["results"]:
            yield page
            offset += len(page)
