"""Errors as pages."""
