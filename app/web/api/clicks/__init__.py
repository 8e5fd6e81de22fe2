"""Clicks: opened results."""
