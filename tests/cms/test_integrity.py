"""The hashes of our scripts and stylesheets are those of the files that are served."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import Context, Template
from django.test import override_settings

from cms import integrity
from partners.scripts import VERSIONS, read_script
from tests.cases import SiteTestCase

MANIFEST = "whitenoise.storage.CompressedManifestStaticFilesStorage"
ELEMENT = re.compile(r'<(script src|link rel="stylesheet" href)="([^"]+)" integrity="([^"]+)"')
# Those that make a page of ours.
LOADED = re.compile(r'<script[^>]* src="[^"]+"[^>]*>|<link rel="stylesheet"[^>]*>')


def rendered(tag):
    return Template("{% load static_tags %}" + tag).render(Context())


def test_a_browser_accepts_what_the_hash_was_made_of():
    for version, value in VERSIONS.items():
        assert integrity.integrity(read_script(version)) == value


def test_a_developer_reads_the_file_as_it_is_now():
    _kind, address, value = ELEMENT.match(rendered('{% script "browse.js" %}')).groups()

    assert address == "/static/browse.js"
    assert value == integrity.integrity(Path("static/browse.js").read_bytes())


@pytest.fixture
def collected(tmp_path, settings):
    """Production's static files, collected: their names have a hash, and addresses in a stylesheet are replaced."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.STATICFILES_DIRS = [Path("static")]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": MANIFEST}}
    call_command("collectstatic", interactive=False, verbosity=0)
    yield tmp_path
    integrity.stored_integrity.cache_clear()


def test_in_production_it_is_that_of_the_stored_file(collected):
    for tag, source in (
        ('{% script "browse.js" %}', "browse.js"),
        ('{% stylesheet "site.css" %}', "site.css"),
    ):
        _kind, address, value = ELEMENT.match(rendered(tag)).groups()

        stored = collected / address.removeprefix("/static/")
        assert stored.name != source
        assert value == integrity.integrity(stored.read_bytes())
    assert value != integrity.integrity(Path("static/site.css").read_bytes())


def test_a_file_that_is_gone_takes_no_page_with_it(collected):
    (collected / staticfiles_storage.stored_name("saved.js")).unlink()

    assert 'integrity=""' in rendered('{% script "saved.js" %}')


class PageTests(SiteTestCase):
    def test_everything_that_a_public_page_loads_has_its_hash(self):
        for address in (
            "/",
            "/nieuws/",
            "/nieuws/insluiten/",
            "/zoeken/",
            "/x/",
        ):
            elements = LOADED.findall(self.client.get(address).content.decode())

            self.assertTrue(elements, address)
            for element in elements:
                self.assertRegex(element, r'integrity="sha384-[A-Za-z0-9+/]{64}"')

    @override_settings(SECURE_SSL_REDIRECT=True)
    def test_so_has_a_page_without_a_request(self):
        response = self.client.post("/admin/login/")

        self.assertRegex(response.content.decode(), r'href="/static/site.css" integrity="sha384-')
