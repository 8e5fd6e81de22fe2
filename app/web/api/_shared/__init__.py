"""Shapes and presentation that several resources share."""
