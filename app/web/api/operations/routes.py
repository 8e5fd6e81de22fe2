"""`/health`: the process is up. `/ready`: everything a search needs is there."""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from app import __version__
from app.db import runs
from app.db.engine import Sessions, reading
from app.domain.errors import DatabaseUnavailable, NothingPublished, SearchUnavailable
from app.web.api.operations.schemas import Health, Ready
from app.web.http.accept import JSON
from app.web.http.dependencies import Parts
from app.web.http.problems import NO_STORE, RETRY_SECONDS, UNAVAILABLE, problem

router = APIRouter(tags=["operations"])


@router.get("/health", operation_id="health", summary="Is the process up?", response_model=Health)
async def health() -> Response:
    """Answers as long as the process does; says nothing about database or engine."""
    content = Health(status="ok", version=__version__).model_dump_json(by_alias=True)
    return Response(content, headers=NO_STORE, media_type=JSON)


@router.get("/ready", operation_id="ready", summary="Can it answer searches?", response_model=Ready)
async def ready(parts: Parts) -> Response:
    """200 when database, engine and a catalogue are there, else a problem that says what is missing."""
    missing = []
    if not await run_in_threadpool(_database_answers, parts.sessions):
        missing.append("the database gives no answer")
    try:
        snapshot = parts.catalogue.snapshot
        catalogue = snapshot.version.name
        indexes = (snapshot.version.index, snapshot.version.outlines)
        await snapshot.search_data.meili.multi_search({"queries": [{"indexUid": index, "limit": 0} for index in indexes]})
    except (NothingPublished, SearchUnavailable) as error:
        missing.append(str(error))
    if missing:
        return problem(UNAVAILABLE, "; ".join(missing), headers={"Retry-After": RETRY_SECONDS})
    return Response(Ready(status="ready", catalogue=catalogue).model_dump_json(by_alias=True), headers=NO_STORE, media_type=JSON)


def _database_answers(sessions: Sessions) -> bool:
    try:
        with reading(sessions) as session:
            runs.state(session)
    except DatabaseUnavailable:
        return False
    return True
