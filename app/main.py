"""The application: which parts there are and how they hang together. Nothing else."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI

from app import __version__
from app.catalogue.watch import CatalogueWatch
from app.db.engine import connect, sessions
from app.search.embeddings.embedders import embedder
from app.search.embeddings.query_embeddings import QueryEmbeddings
from app.search.retrieval.client import Meili
from app.search.retrieval.records import Records, SearchLimits
from app.settings import Settings
from app.web.api.openapi import docs
from app.web.api.routers import ROUTERS as API
from app.web.background.counts import Insights
from app.web.background.delete_expired_shortlists import deleting_expired
from app.web.http import problems
from app.web.http.headers import Envelope
from app.web.http.kept import AnswersAgain
from app.web.kept_answers import KeptAnswers
from app.web.service import Service
from app.web.shared import Shared, shared
from app.web.site.errors.pages import as_page
from app.web.site.routers import ROUTERS as SITE

MEGABYTE = 1_000_000


@contextlib.asynccontextmanager
async def serving(settings: Settings, meili_url: str, meili_key: str, parts: Shared) -> AsyncIterator[Service]:
    """The parts that answer requests, started in order and stopped the other way round."""
    database = connect(settings.database)
    new_session = sessions(database)
    model = embedder(settings.embedder, settings.embedder_model, settings.embedder_api_key.get_secret_value())
    counts = Insights(new_session, parts.duty, counting=settings.count_searches)
    async with contextlib.AsyncExitStack() as stack:
        meili = await stack.enter_async_context(Meili(meili_url, meili_key, settings.search_timeout))
        records = Records(meili, SearchLimits(settings.records_kept, nearest=settings.nearest))
        catalogue = CatalogueWatch(new_session, model.model if model else None, records, settings.var_dir / "shared")
        meaning = await stack.enter_async_context(QueryEmbeddings(model, settings.embedder_timeout)) if model else None
        for running in (catalogue.watching(), counts.keeping(), deleting_expired(new_session, parts.duty)):
            await stack.enter_async_context(running)
        yield Service(
            sessions=new_session,
            meaning=meaning,
            catalogue=catalogue,
            cache_seconds=settings.cache_seconds,
            public_url=settings.address,
            insights=counts,
            answers=KeptAnswers(settings.answer_cache_mb * MEGABYTE),
            insights_token=settings.insights_token,
            shortlist_days=settings.shortlist_days,
            new_shortlists=parts.new_shortlists,
            contact=settings.contact,
        )
    database.dispose()


def create_app(settings: Settings, meili_url: str, meili_key: str, parts: Shared | None = None) -> FastAPI:
    """The web application. The engine's address is given apart, because it may be a server of our own.

    `parts` are those that the processes of one service share; without them this is the only process.
    """
    together = parts or shared(settings.shortlists_per_minute)

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with serving(settings, meili_url, meili_key, together) as services:
            app.state.service = services
            yield

    app = AnswersAgain(
        title="Menukaart API",
        version=__version__,
        lifespan=lifespan,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False},
    )
    problems.install(app, as_page)
    for router in (*API, *SITE):
        app.include_router(router)
    docs.mount(app)
    app.add_middleware(Envelope)
    return app
