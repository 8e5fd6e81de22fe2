"""Actions that the API and the site share."""
