"""Understanding of a query: tokens, the lexicon, and the query as it was meant."""
