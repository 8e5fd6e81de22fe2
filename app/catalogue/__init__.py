"""One published catalogue as a service holds it."""
