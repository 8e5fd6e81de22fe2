"""From a school scan to what fits it."""
