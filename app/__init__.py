"""Menukaart: knowledge base and search API of what works in Dutch schools."""

# The one place: the package, the API, the pages and the documents of a release take it from here.
__version__ = "0.1.0"
