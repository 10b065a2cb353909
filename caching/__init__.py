"""Caches: compiled queries, values until lists change, and the lifetime of responses."""
