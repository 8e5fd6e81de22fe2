"""How good the search is, measured on judged queries through the very code that answers visitors."""
