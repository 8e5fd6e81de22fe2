"""Advice: from a school scan to interventions."""
