"""What every resource and page needs of HTTP."""
