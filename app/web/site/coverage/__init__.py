"""What is covered: `/dekking`."""
