"""Runs with the site's own settings, beside the server: publishes a practice for each line of its input."""

import subprocess
import sys
from contextlib import contextmanager

import django

from .load import BenchError

NUMBER = 5  # another practice than the one that is measured


@contextmanager
def publisher(site):
    """A function that publishes a page in a process of its own, and comes back when it is published."""
    with site.start(
        "-m", "bench.publish", stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def publish():
            process.stdin.write("\n")
            process.stdin.flush()
            if not process.stdout.readline():
                raise BenchError("No page was published; what stands above says why.")

        yield publish


def main():
    django.setup()
    from home.management.scale.dice import key_of
    from practices.models import PracticePage

    for _ in sys.stdin:
        practice = PracticePage.objects.get(translation_key=key_of(1, "practice", NUMBER))
        # Back and forth, so that the content stays what it was but for a full stop.
        title = practice.title
        practice.title = title[:-1] if title.endswith(".") else f"{title}."
        practice.save_revision().publish()
        sys.stdout.write("published\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
