"""Insights: the queries that people search for."""
