"""The first page: `/`."""
