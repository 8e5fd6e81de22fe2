"""From checked content to what is served."""
