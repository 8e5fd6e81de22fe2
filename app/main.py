"""The application: which parts there are and how they hang together. Nothing else."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI

from app import __version__
from app.catalogue.watch import CatalogueWatch
from app.db.engine import connect, sessions
from app.search.embeddings.embedders import embedder
from app.search.embeddings.query_embeddings import Meaning
from app.search.retrieval.client import Meili
from app.settings import Settings
from app.web.api import (
    advice,
    clicks,
    coverage,
    docs,
    facets,
    health,
    insights,
    items,
    openapi,
    search,
    shortlists,
    similar,
    suggestions,
    vocabularies,
)
from app.web.background.counts import Insights
from app.web.background.expire_shortlists import sweeping
from app.web.http import problems
from app.web.http.headers import Envelope
from app.web.limit import Limit
from app.web.service import Service
from app.web.site.advice import pages as advice_pages
from app.web.site.compare import pages as compare_pages
from app.web.site.coverage import pages as coverage_pages
from app.web.site.errors.pages import as_page
from app.web.site.home import pages as home_pages
from app.web.site.item import pages as item_pages
from app.web.site.lists import edit_pages as list_edit_pages
from app.web.site.lists import pages as list_pages
from app.web.site.lists import shared_pages as shared_list_pages
from app.web.site.municipal import pages as municipal_pages
from app.web.site.overview import pages as overview_pages
from app.web.site.search import pages as search_pages
from app.web.site.texts import pages as text_pages

ROUTERS = (
    search.router,
    advice.router,
    suggestions.router,
    items.router,
    similar.router,
    facets.router,
    coverage.router,
    vocabularies.router,
    shortlists.router,
    clicks.router,
    insights.router,
    health.router,
    openapi.router,
    docs.router,
    home_pages.router,
    search_pages.router,
    item_pages.router,
    municipal_pages.router,
    coverage_pages.router,
    advice_pages.router,
    list_pages.router,
    shared_list_pages.router,
    list_edit_pages.router,
    compare_pages.router,
    overview_pages.router,
    text_pages.router,
)


@contextlib.asynccontextmanager
async def serving(settings: Settings, meili_url: str, meili_key: str) -> AsyncIterator[Service]:
    """The parts that answer requests, started in order and stopped the other way round."""
    database = connect(settings.database)
    make = sessions(database)
    known = embedder(settings.embedder, settings.embedder_model, settings.embedder_api_key.get_secret_value())
    catalogue = CatalogueWatch(make, known.model if known else None)
    counts = Insights(make, counting=settings.count_searches)
    async with contextlib.AsyncExitStack() as stack:
        meili = await stack.enter_async_context(Meili(meili_url, meili_key, settings.search_timeout))
        meaning = await stack.enter_async_context(Meaning(known, settings.embedder_timeout)) if known else None
        for running in (catalogue.watching(), counts.keeping(), sweeping(make)):
            await stack.enter_async_context(running)
        yield Service(
            sessions=make,
            meili=meili,
            meaning=meaning,
            catalogue=catalogue,
            cache_seconds=settings.cache_seconds,
            public_url=settings.address,
            insights=counts,
            insights_token=settings.insights_token,
            shortlist_days=settings.shortlist_days,
            new_shortlists=Limit(settings.shortlists_per_minute, "new shortlists"),
            contact=settings.contact,
        )
    database.dispose()


def create_app(settings: Settings, meili_url: str, meili_key: str) -> FastAPI:
    """The web application. The engine's address is given apart, because it may be a server of our own."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with serving(settings, meili_url, meili_key) as parts:
            app.state.service = parts
            yield

    app = FastAPI(
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
    for router in ROUTERS:
        app.include_router(router)
    docs.mount(app)
    app.add_middleware(Envelope)
    return app
