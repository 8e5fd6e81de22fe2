"""Lists of visitors: `/mijn-lijst`, and those that are saved and shared: `/lijst/{id}`."""
