"""The service with one route more, that answers a fixed JSON of any size: what a process can do at best, for `bench repeated` alone."""

import functools

import orjson
import uvicorn
from fastapi import Response

from app import settings
from app.main import create_app
from app.web.api.search.routes import router


@functools.cache
def fixed_json(size: int) -> bytes:
    """JSON of about so many bytes."""
    return orjson.dumps({"items": ["x" * 96] * (size // 99)})


async def fixed(size: int) -> Response:
    """The answer."""
    return Response(fixed_json(size), media_type="application/json")


def main() -> None:
    """Serve until stopped. The engine is that of MEILI_URL."""
    values = settings.load()
    router.add_api_route("/fixed/{size}", fixed)  # beside the search, so that it is as long to find
    app = create_app(values, values.meili_url, values.meili_api_key.get_secret_value())
    uvicorn.run(app, host=values.host, port=values.port, log_level="warning", access_log=False, server_header=False)


if __name__ == "__main__":
    main()
