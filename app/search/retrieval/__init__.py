"""The engine's part of a search: payloads there, answers back."""
