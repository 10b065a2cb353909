"""The script that other sites load, in all its versions."""

import base64
import gzip
import hashlib
import re

from django.conf import settings

from partners.embed_forms import REGIONS
from partners.scripts import LATEST, VERSIONS, read_script

from .cases import PartnerTestCase

STYLE = settings.BASE_DIR / "static" / "partners" / "embed.css"


class ScriptTests(PartnerTestCase):
    def test_a_version_never_changes(self):
        """Sites load it with its hash. To change the script, add a version (partners/scripts.py)."""
        for version, integrity in VERSIONS.items():
            digest = hashlib.sha384(read_script(version)).digest()
            self.assertEqual(f"sha384-{base64.b64encode(digest).decode()}", integrity)

    def test_is_small_and_never_interprets_text_as_html_or_code(self):
        text = read_script(LATEST).decode()

        self.assertLess(len(gzip.compress(read_script(LATEST))), 5000)
        self.assertIsNone(
            re.search(r"innerHTML|insertAdjacentHTML|outerHTML|document\.write|\beval\b|new Function", text)
        )

    def test_has_every_colour_of_the_palette(self):
        text, style = read_script(LATEST).decode(), STYLE.read_text()

        for name in [*REGIONS, "ink", "green"]:
            deep, pale = re.search(rf'"?{name}"?: "(\w{{6}})(\w{{6}})"', text).groups()
            self.assertIn(f"#{deep}", style)
            self.assertIn(f"#{pale}", style)

    def test_a_version_is_immutable_and_the_latest_is_not(self):
        version, latest = self.client.get(f"/embed.{LATEST}.js"), self.client.get("/embed.js")

        self.assertEqual(version.content, latest.content)
        self.assertIn("immutable", version["Cache-Control"])
        self.assertNotIn("immutable", latest["Cache-Control"])
        self.assertIn("stale-if-error", latest["Cache-Control"])
        for response in (version, latest):
            self.assertEqual(response["Content-Type"], "text/javascript; charset=utf-8")
            self.assertEqual(response["Access-Control-Allow-Origin"], "*")
            self.assertEqual(response["Cross-Origin-Resource-Policy"], "cross-origin")
            self.assertFalse(response.cookies)
        again = self.client.get("/embed.js", headers={"if-none-match": latest["ETag"]})
        self.assertEqual(again.status_code, 304)
        self.assertEqual(again["Access-Control-Allow-Origin"], "*")

    def test_an_unknown_version_is_404(self):
        for name in (
            "embed.0.js",
            "embed.99999999999999999999.js",
            "embed.x.js",
            "nieuws/embed.js",
            "embed.1.js.map",
        ):
            with self.subTest(name):
                self.assertEqual(self.client.get(f"/{name}").status_code, 404)
