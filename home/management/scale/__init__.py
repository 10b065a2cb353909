"""Invented content in any number, for measuring and trying: `manage.py load_scale`."""
