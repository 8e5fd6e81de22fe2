"""The relational database: the truth of what has been published."""
