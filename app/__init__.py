"""Menukaart: knowledge base and search API of what works in Dutch schools."""

__version__ = "0.1.0"
