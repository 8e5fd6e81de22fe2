"""How good and how fast the search is. The service imports none of it."""
