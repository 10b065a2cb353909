"""Measures how well the site's search finds what people look for: `manage.py search_quality`."""
