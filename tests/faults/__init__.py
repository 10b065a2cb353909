"""Fault drills: each breaks something under a running site and counts what visitors and editors notice.

With the other tests they run for some seconds each; `make drill` runs them at full length and writes docs/drills.md.
"""
