"""`/health`: the process is up. `/ready`: everything a search needs is there."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from app import __version__
from app.db import runs
from app.db.engine import Sessions, reading
from app.domain.errors import DatabaseUnavailable, NothingPublished
from app.web.api.errors import NO_STORE
from app.web.api.media import JSON
from app.web.api.schemas import Health, Ready
from app.web.service import service

router = APIRouter(tags=["operations"])


@router.get("/health", operation_id="health", summary="Is the process up?", response_model=Health)
async def health() -> Response:
    """Answers as long as the process does; says nothing about database or engine."""
    content = Health(status="ok", version=__version__).model_dump_json(by_alias=True)
    return Response(content, headers=NO_STORE, media_type=JSON)


@router.get("/ready", operation_id="ready", summary="Can it answer searches?", response_model=Ready)
async def ready(request: Request) -> Response:
    """200 when database, engine and a catalogue are there, else 503 with what is missing."""
    parts = service(request)
    database = await run_in_threadpool(_database_answers, parts.sessions)
    search = await parts.meili.healthy()
    try:
        catalogue = parts.published.snapshot.index
    except NothingPublished:
        catalogue = None
    good = database and search and catalogue is not None
    content = Ready(status="ready" if good else "not ready", database=database, search=search, catalogue=catalogue)
    status = HTTPStatus.OK if good else HTTPStatus.SERVICE_UNAVAILABLE
    return Response(content.model_dump_json(by_alias=True), status, NO_STORE, JSON)


def _database_answers(make: Sessions) -> bool:
    try:
        with reading(make) as session:
            runs.state(session)
    except DatabaseUnavailable:
        return False
    return True
