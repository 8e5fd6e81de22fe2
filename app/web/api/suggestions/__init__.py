"""Suggestions for a half-typed query."""

from app.web.api.suggestions.routes import router

__all__ = ["router"]
