"""What content must hold to, one module per kind of rule."""
