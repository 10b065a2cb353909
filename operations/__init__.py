"""Commands for operators: start, scheduled work, checks and repairs of stored data."""
