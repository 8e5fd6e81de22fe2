"""Which result comes first, and why."""
