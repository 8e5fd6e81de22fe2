"""Dutch as it is printed for visitors: dates, lists, plurals, ratings and reasons in words."""
