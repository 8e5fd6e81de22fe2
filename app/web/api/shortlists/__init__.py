"""Shortlists: a school's choice to share."""
