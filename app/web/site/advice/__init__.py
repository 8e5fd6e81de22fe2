"""The school guide: `/keuzehulp`."""
