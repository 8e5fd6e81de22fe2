"""The routers of the API, one for each resource."""

from app.web.api.advice import routes as advice
from app.web.api.clicks import routes as clicks
from app.web.api.coverage import routes as coverage
from app.web.api.facets import routes as facets
from app.web.api.insights import routes as insights
from app.web.api.items import routes as items
from app.web.api.openapi import docs
from app.web.api.openapi import routes as openapi
from app.web.api.operations import routes as operations
from app.web.api.search import routes as search
from app.web.api.shortlists import routes as shortlists
from app.web.api.similar import routes as similar
from app.web.api.suggestions import routes as suggestions
from app.web.api.vocabularies import routes as vocabularies

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
    operations.router,
    openapi.router,
    docs.router,
)
