"""Coverage: counts for pairs of terms, and the gaps."""
