"""Search with facets."""

from app.web.api.search.routes import router

__all__ = ["router"]
