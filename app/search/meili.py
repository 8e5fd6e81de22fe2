"""The one file on the search path that talks to the engine: asynchronous, over a pool of open connections."""

from typing import Any, Self

import httpx2
import orjson

from app.domain.errors import IndexMissing, SearchUnavailable

CONNECTIONS = 64


class Meili:
    """A client for searching. Use as `async with Meili(...)`; `multi_search` is safe to call at the same time."""

    def __init__(self, url: str, key: str, timeout: float) -> None:
        # The Python clients ask for gzip, and a gzipped answer waits for a delayed acknowledgement: 44 ms instead of 1 ms.
        headers = {"Accept-Encoding": "identity", "Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        limits = httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS, keepalive_expiry=60)
        self._client = httpx2.AsyncClient(base_url=url, headers=headers, timeout=timeout, limits=limits, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._client.aclose()

    async def multi_search(self, payload: dict[str, Any]) -> dict[str, Any]:
        """The engine's answer to a multi-search. Raises IndexMissing, or SearchUnavailable for anything else that is wrong."""
        try:
            response = await self._client.post("/multi-search", content=orjson.dumps(payload))
        except httpx2.TimeoutException:
            raise SearchUnavailable("The search engine took too long to answer.") from None
        except httpx2.HTTPError as error:
            raise SearchUnavailable(f"The search engine cannot be reached ({type(error).__name__}).") from error
        return self._checked(response)

    async def healthy(self) -> bool:
        """Whether the engine says that it is available."""
        try:
            response = await self._client.get("/health")
        except httpx2.HTTPError:
            return False
        return response.status_code == httpx2.codes.OK

    def _checked(self, response: httpx2.Response) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = orjson.loads(response.content)
        except orjson.JSONDecodeError:
            raise SearchUnavailable(f"The search engine answered {response.status_code} without JSON.") from None
        if response.status_code == httpx2.codes.OK:
            return answer
        if answer.get("code") == "index_not_found":
            raise IndexMissing("The search engine does not hold the published index.")
        raise SearchUnavailable(f"The search engine answered {response.status_code}: {answer.get('code', 'unknown')}.")
