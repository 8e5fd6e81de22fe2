"""Insights: the queries that people search for."""

from app.web.api.insights.routes import router

__all__ = ["router"]
