"""The page of results: `/zoeken`."""
