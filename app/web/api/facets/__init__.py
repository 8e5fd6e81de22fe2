"""Facets and their values."""

from app.web.api.facets.routes import router

__all__ = ["router"]
