"""Items side by side: `/vergelijk`."""
