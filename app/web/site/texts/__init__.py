"""Pages of text alone, and the files that programs look for."""
