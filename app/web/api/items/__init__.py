"""Items: the catalogue, one in full, and its changes."""

from app.web.api.items.routes import router

__all__ = ["router"]
