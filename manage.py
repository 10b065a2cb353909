#!/usr/bin/env python
"""Django's command line, with the variables in `.env`; on the local settings unless a variable says otherwise."""

import gc
import os
import sys
from pathlib import Path

from cms import env


def main():
    # Starting makes half a million objects that all stay: collecting among them took a fifth of a command's start.
    gc.set_threshold(100_000, 50, 100)
    from django.core.management import execute_from_command_line

    try:
        env.load_file(Path(__file__).parent / ".env")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.local")
        execute_from_command_line(sys.argv)
    except env.CannotStart as reason:
        sys.exit(f"{reason}")


if __name__ == "__main__":
    main()
