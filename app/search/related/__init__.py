"""Items that are like an item."""
