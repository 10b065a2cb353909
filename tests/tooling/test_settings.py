"""Production is the default, and says what it misses."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

COMPLETE = {"SECRET_KEY": "only for tests", "ALLOWED_HOSTS": "www.example.org"}


def check(environment):
    """`manage.py check` on production's settings, with nothing else in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--settings=cms.settings.base"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
    )


def test_production_starts_with_two_variables():
    result = check(COMPLETE)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("value", [None, ""], ids=["missing", "empty"])
def test_a_missing_variable_stops_the_start_by_name(name, value):
    environment = {**COMPLETE, name: value}

    result = check({key: text for key, text in environment.items() if text is not None})

    assert result.returncode != 0
    assert f"Set the {name} environment variable." in result.stderr


def test_a_variable_that_is_no_number_is_named():
    result = check({**COMPLETE, "HSTS_SECONDS": "a year"})

    assert result.returncode != 0
    assert "HSTS_SECONDS must be a whole number, not 'a year'." in result.stderr


def test_the_example_lists_exactly_what_the_settings_read():
    source = (settings.BASE_DIR / "cms/settings/base.py").read_text()
    example = (settings.BASE_DIR / ".env.example").read_text()

    read = re.findall(r'env\.\w+\(\s*"(\w+)"', source)
    listed = re.findall(r"^(\w+)=", example, flags=re.MULTILINE)

    assert sorted(listed) == sorted(read)


def test_the_environment_is_read_in_one_place():
    """Local and test settings set variables before `base` reads them; nobody else looks."""
    allowed = {"cms/env.py", "cms/wsgi.py", "cms/settings/local.py", "cms/settings/test.py", "manage.py"}

    readers = {
        path.relative_to(settings.BASE_DIR).as_posix()
        for room in ("cms", "home", "platforms", "practices", "news", "events")
        for path in (settings.BASE_DIR / room).rglob("*.py")
        if "os.environ" in path.read_text()
    }

    assert readers <= allowed
