"""What a visitor asked: tokens, the lexicon, the query as it is understood."""
