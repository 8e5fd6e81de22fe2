"""The engine's indexes: what goes in, how they are built, and the server of our own."""
