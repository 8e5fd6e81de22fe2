"""Texts as vectors of meaning."""
