"""Rules of content, one module per kind of rule."""
