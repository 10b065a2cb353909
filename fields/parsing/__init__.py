"""Parses dates, times, numbers and lists in Flemish notation. What can't be parsed is rejected."""
