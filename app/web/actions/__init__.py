"""What the API and the site both do."""
