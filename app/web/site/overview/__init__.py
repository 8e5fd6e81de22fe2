"""Effect against cost: `/overzicht`."""
