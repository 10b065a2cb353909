"""The admin as editors see it, and the checks in front of Wagtail's own write API."""
