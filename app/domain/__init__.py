"""What Menukaart is about: items, vocabularies, facets and searches. No input or output."""
