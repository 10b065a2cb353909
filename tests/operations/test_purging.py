"""A cache before the site is purged when the content changes, by one process, and never at anybody's cost."""

import time
from http.client import HTTPException

import pytest
from django.test import override_settings

from caching.models import ListingChange
from operations.purging import Changes, purge
from tests.operations.caches import cache_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def cache():
    with cache_server() as server:
        yield server


def test_each_change_purges_once_and_once_more_when_no_page_of_before_can_come(cache):
    changes = Changes(cache.address)
    for _look in range(3):
        changes.look()
    assert len(cache.purges) == 1  # a process that has just begun does not know what it missed

    ListingChange.record()
    for _look in range(3):
        changes.look()
    assert len(cache.purges) == 2

    changes.again_at = time.monotonic() - 1
    for _look in range(3):
        changes.look()
    assert len(cache.purges) == 3


def test_a_purge_names_the_site(cache):
    with override_settings(BASE_URL="https://www.example.org"):
        purge(cache.address)

    assert cache.purges == [("/", "www.example.org")]


def test_a_cache_that_refuses_is_asked_again(cache):
    changes = Changes(cache.address)
    cache.status = 405
    with pytest.raises(HTTPException, match="405"):
        changes.look()

    cache.status = 200
    changes.look()

    assert len(cache.purges) == 2
