"""The JSON API, a folder for each resource."""
