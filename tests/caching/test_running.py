"""What else only a site that runs can show: drafts, the answers to HEAD, and what comes without a database."""

import pytest
import redis
from django.conf import settings

from cms.release import release_name
from cms.settings import base
from tests.caching.running import LIST
from tests.caching.test_redis import REDIS

pytestmark = pytest.mark.django_db  # on each database
FEED, API = f"{LIST}feed.atom", "/api/v1/practices"
SHARE = """
pages["Blijft"].title = "Geheim"; print(token_for(pages["Blijft"].save_revision(), timedelta(days=7))[0])
"""


def test_a_draft_comes_by_its_link_and_is_kept_nowhere(site):
    assert all(site.is_kept(path) for path in (LIST, API, f"{LIST}blijft/"))
    token = site.run(SHARE.strip())

    for path in (f"/concept/{token}/", f"/api/v1/preview/{token}"):
        for answer in site.get_many(path):
            assert (answer.status, answer.is_hit) == (200, False)
            assert "Geheim" in answer.text
    for path in (LIST, API, f"{LIST}blijft/"):
        assert all("Geheim" not in answer.text for answer in site.get_many(path))


def test_who_has_a_session_or_a_token_neither_reads_nor_writes(site):
    for headers in ({"Cookie": "sessionid=x"}, {"Authorization": "Bearer x"}, {"Cookie": "csrftoken=x"}):
        site.run("ListingChange.record()")
        answers = [site.get(LIST, **headers) for _ in range(8)]

        assert not any(answer.is_hit for answer in answers)
        assert not site.get(LIST).is_hit
        assert site.is_kept(LIST)
        assert not site.get(LIST, **headers).is_hit


def test_a_head_has_the_headers_of_a_get_and_no_body(site):
    site.run("ListingChange.record()")
    paths = [LIST, FEED, API, f"{LIST}export.csv", "/nergens/", "/praktijken", "/robots.txt", "/admin/login/"]
    own = {"Cookie": "sessionid=x"}
    for path in [*paths, "/++api++/praktijken", "/static/site.css"]:
        for headers in ({}, {}, own):
            head, whole = site.get(path, "HEAD", **headers), site.get(path, **headers)

            assert (head.status, head.text) == (whole.status, ""), path
            for name in ("Content-Length", "Content-Type", "ETag", "Cache-Control", "Vary"):
                assert head.headers[name] == whole.headers[name], f"{name} of {path}"

    assert "no-body" not in site.log


@pytest.mark.parametrize("path", [LIST, FEED, API])
def test_without_a_database_what_is_kept_still_comes_marked_stale(site, path):
    assert site.is_kept(path)
    whole = site.get(path)

    with site.without_database():
        answers, other = site.get_many(path), site.get("/coordinatoren/?page=1&nieuw=1")
        again = site.get(path, If_None_Match=whole.headers["ETag"])

    assert all(answer.text == whole.text for answer in answers)
    assert all("hit; detail=stale" in answer.mark for answer in answers)
    assert again.status == 304
    assert (other.status, other.is_hit) == (503, False)


def test_after_an_outage_the_site_is_as_fresh_as_before(site):
    assert site.is_kept(LIST)
    with site.without_database():
        assert "stale" in site.get(LIST).mark

    site.run("PracticePageFactory(parent=index, title='Na de storing')")

    # The database is asked again within a second.
    assert site.becomes(lambda: all("Na de storing" in answer.text for answer in site.get_many(LIST)))


@pytest.mark.redis
@pytest.mark.parametrize("site", ["redis"], indirect=True)
def test_in_redis_all_is_kept_under_the_name_of_the_release(site):
    redis.from_url(REDIS).flushdb()
    site.run("ListingChange.record()")

    assert site.is_kept(LIST)

    keys = redis.from_url(REDIS, decode_responses=True).keys()
    shown = (settings.BASE_URL, settings.TAG_AUTHORITY, settings.HSTS_SECONDS)
    name = release_name(settings.BASE_DIR, base.STATIC_ROOT, *shown)
    assert keys
    assert not [key for key in keys if not key.startswith(f"streekwijzer:{name}:")]
