"""The OpenAPI document and the page that shows it."""

from app.web.api.openapi.routes import router

__all__ = ["router"]
