"""Items: the catalogue, one in full, and its changes."""
