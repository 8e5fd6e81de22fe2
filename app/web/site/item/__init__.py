"""The page of one item: `/item/{slug}`."""
