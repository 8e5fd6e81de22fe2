"""Coverage of the catalogue: `/dekking`."""
