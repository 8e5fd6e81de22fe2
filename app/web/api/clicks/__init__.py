"""Clicks: opened results."""

from app.web.api.clicks.routes import router

__all__ = ["router"]
