"""The demo as a site of its own, for what has to see commits of other processes."""

import pytest

from tests.operations.sites import other_site


@pytest.fixture(scope="session")
def demo(tmp_path_factory, django_db_setup):
    """Read it, never write to it: it is made once."""
    with other_site(tmp_path_factory.mktemp("demo") / "site", "demo") as site:
        result = site.manage("load_demo", "--verbosity=0")
        assert result.returncode == 0, result.stderr
        yield site


@pytest.fixture(scope="session")
def archive(demo):
    """A backup of the demo."""
    return demo.backup()


@pytest.fixture
def empty_site(tmp_path, django_db_setup):
    with other_site(tmp_path / "empty", "empty") as site:
        site.log.touch()
        yield site
