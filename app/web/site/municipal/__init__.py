"""The way in for municipalities: `/gemeenten`."""
