"""HTTP as every resource and page needs it."""
