"""Uploaded files: pictures without metadata, and documents that match their extension."""
