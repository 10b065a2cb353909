"""Authentication: sessions, passwords, API tokens, limits to guessing; and the groups of reviewers."""
