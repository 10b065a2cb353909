"""The card of a coordinator: vCard 4.0 (RFC 6350), with what the page shows and no more."""

from datetime import timedelta

from django.test import SimpleTestCase
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from platforms.vcards import MAX_LINE_LENGTH, components, escape, fold
from tests.factories import MunicipalityFactory, OrganisationFactory, PersonFactory, ThemeFactory
from tests.platforms.cases import PlatformTestCase
from tests.platforms.factories import CoordinatorPageFactory

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def unfold(card):
    """The lines of a card as its reader sees them (section 3.2)."""
    return card.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescape(text):
    """A text value, read back (section 3.4)."""
    words = text.replace("\\\\", "\0").replace("\\,", ",").replace("\\;", ";").replace("\\n", "\n")
    return words.replace("\0", "\\")


class VCardTests(PlatformTestCase):
    def card(self, page):
        return self.client.get(f"{page.url}vcard/")

    def test_holds_what_the_page_shows(self):
        person = PersonFactory(
            first_name="Koen",
            last_name="De Smet; Jr",
            honorific="dr.",
            phone="+3215793981",
            mobile="+32478492381",
            show_mobile=True,
            email="koen@voorbeeld.be",
            organisation=OrganisationFactory(name="IGEMO, Mechelen"),
            street="Schoutetstraat 2",
            postal_code="2800",
            municipality=MunicipalityFactory(name="Mechelen"),
            website="https://www.voorbeeld.be/a,b",
        )
        theme = ThemeFactory(name="Wonen")
        page = CoordinatorPageFactory(
            parent=self.platform, person=person, languages=[("language", "nl")], themes=[theme]
        )

        response = self.card(page)

        lines = unfold(response.content)
        self.assertEqual((lines[0], lines[1], lines[-1]), ("BEGIN:VCARD", "VERSION:4.0", "END:VCARD"))
        for line in [
            f"UID:urn:uuid:{page.translation_key}",
            "FN:Koen De Smet\\; Jr",
            "N:De Smet\\; Jr;Koen;;dr.;",
            "TITLE:Regionale coördinator",
            "ORG:IGEMO\\, Mechelen",
            "TEL;TYPE=work;TYPE=voice:+3215793981",
            "TEL;TYPE=work;TYPE=cell:+32478492381",
            "EMAIL;TYPE=work:koen@voorbeeld.be",
            "ADR;TYPE=work:;;Schoutetstraat 2;Mechelen;;2800;België",
            "LANG:nl",
            "CATEGORIES:Wonen",
            "URL:https://www.voorbeeld.be/a,b",
            f"SOURCE:http://localhost{page.get_url()}vcard/",
        ]:
            self.assertIn(line, lines)

    def test_comes_as_a_file_that_no_search_engine_keeps(self):
        page = CoordinatorPageFactory(parent=self.platform, slug="koen-de-smet")

        response = self.card(page)

        self.assertEqual(response["Content-Type"], "text/vcard; charset=utf-8")
        self.assertEqual(response["Content-Disposition"], 'attachment; filename="koen-de-smet.vcf"')
        self.assertEqual(response["X-Robots-Tag"], "noindex")

    def test_a_hidden_number_is_not_on_it(self):
        person = PersonFactory(
            phone="+3215793981",
            mobile="+32478492381",
            email="koen@voorbeeld.be",
            show_phone=False,
            show_email=False,
        )

        card = self.card(CoordinatorPageFactory(parent=self.platform, person=person)).content.decode()

        for secret in ["TEL", "EMAIL", "3215793981", "32478492381", "koen@"]:
            self.assertNotIn(secret, card)

    def test_the_page_leads_to_it_where_there_is_something_to_keep(self):
        reachable = CoordinatorPageFactory(parent=self.platform, person__phone="+3215793981")
        silent = CoordinatorPageFactory(parent=self.platform)

        self.assertContains(self.client.get(reachable.url), f"{reachable.url}vcard/")
        self.assertNotContains(self.client.get(silent.url), "vcard/")

    def test_only_who_everybody_may_see_has_one(self):
        draft = CoordinatorPageFactory(parent=self.platform, live=False)
        left = CoordinatorPageFactory(
            parent=self.platform, person__active_until=timezone.localdate() - timedelta(days=1)
        )
        private = CoordinatorPageFactory(parent=self.platform, person__phone="+3215793981")
        PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

        self.assertEqual(self.card(draft).status_code, 404)
        self.assertEqual(self.card(left).status_code, 404)
        self.assertEqual(self.card(private).status_code, 302)

    def test_below_a_platform_that_is_off_there_is_none(self):
        page = CoordinatorPageFactory(parent=self.platform)
        self.platform.unpublish()

        self.assertEqual(self.card(page).status_code, 404)


class WritingTests(SimpleTestCase):
    @given(ANY_TEXT)
    def test_a_folded_line_reads_back(self, text):
        line = f"NOTE:{escape(text)}"

        folded = fold(line)

        self.assertLessEqual(max(len(piece) for piece in folded.split(b"\r\n")), MAX_LINE_LENGTH)
        self.assertEqual(unfold(folded), [line])

    @given(ANY_TEXT)
    def test_no_text_breaks_out_of_its_line(self, text):
        written = escape(text)

        self.assertEqual(len(written.splitlines()), 1 if written else 0)
        self.assertEqual(escape(unescape(written)), written)

    @given(st.lists(st.text("a,;\\\nn", max_size=9), min_size=2, max_size=5))
    def test_components_read_back(self, parts):
        written = components(*parts)

        marked = written.replace("\\\\", "\0").replace("\\;", "\1").split(";")
        read = [unescape(part.replace("\1", "\\;").replace("\0", "\\\\")) for part in marked]
        self.assertEqual(read, parts)
