"""The subject of Menukaart: items, vocabularies, facets and searches. No input or output."""
