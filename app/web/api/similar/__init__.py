"""Similar items."""
