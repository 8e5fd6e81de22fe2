"""Search with facets."""
