"""What a half-typed query may mean."""
