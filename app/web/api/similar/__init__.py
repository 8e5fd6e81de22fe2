"""Similar items."""

from app.web.api.similar.routes import router

__all__ = ["router"]
