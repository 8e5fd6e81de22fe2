"""Facets and their values."""
