"""What comes along with pasted text and nobody sees is not stored, whichever door it comes by."""

import re
from urllib.parse import quote

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from cms.models import Organisation, PageFootnote, StartingText
from fields.plain_text import tidy, tidy_json
from news.models import NewsPage
from tests.api.test_rights import RightsTestCase
from tests.cms.cases import PublishingTestCase, form_data
from tests.factories import NewsPageFactory, OrganisationFactory

DIRTY = "\ufeffWel\u00adzijns\u200bplat\u2060form\u00a0Westhoek\x0b"
TIDY = "Welzijnsplatform Westhoek"
OWN = "https://www.westhoek.be/wonen/"
WRAPPED = "https://eur02.safelinks.protection.outlook.com/?url=" + quote(f"{OWN}?utm_source=mail", safe="")
# Besides: what Word keeps of changes, an empty line, and a heading and a raised 2 that no text offers.
CLUTTER = "<h1>Kop</h1><p>&nbsp;</p><p>12 m<sup>2</sup><del datetime='2026-11-03'>, niet meer</del></p>"
CLEAN = f'<p>{TIDY} <a href="{OWN}">hier</a></p><p><b>Kop</b></p><p>12 m²</p>'
RICH = f'<p>{DIRTY.replace(chr(0xA0), "&nbsp;").replace(chr(0xAD), "&shy;")} <a href="{WRAPPED}">hier</a></p>{CLUTTER}'


def rich_text_in(body):
    """The text of the last block, without the keys of its paragraphs."""
    return re.sub(' data-block-key="[^"]*"', "", body[-1].value.source)


class FormTests(PublishingTestCase):
    def test_the_form_of_a_page(self):
        data = form_data(title=DIRTY, search_description=f"Wat het {DIRTY} doet.", slug="bericht")

        self.client.post(reverse("wagtailadmin_pages:add", args=["news", "newspage", self.news.pk]), data)

        page = NewsPage.objects.get(slug="bericht")
        draft = page.get_latest_revision_as_object()
        for one in (page, draft):
            self.assertEqual((one.title, one.search_description), (TIDY, f"Wat het {TIDY} doet."))

    def test_the_form_of_a_shared_word(self):
        organisation = OrganisationFactory(name="Oud")
        address = reverse(Organisation.snippet_viewset.get_url_name("edit"), args=[organisation.pk])
        form = self.client.get(address).context["form"]
        data = {name: form[name].value() or "" for name in form.fields if form[name].value() is not False}

        self.client.post(address, {**data, "name": DIRTY, "website": WRAPPED})

        organisation.refresh_from_db()
        self.assertEqual((organisation.name, organisation.website), (TIDY, OWN))


class ProgramTests(RightsTestCase):
    def test_the_write_api(self):
        body = [{"type": "heading", "value": DIRTY}, {"type": "paragraph", "value": RICH}]
        created = self.call(
            "POST",
            "pages/",
            meta={"type": "news.NewsPage", "parent_id": self.news.pk},
            title=DIRTY,
            body=body,
        )

        self.assertEqual(created.status_code, 201, created.content)
        draft = self.draft_of(NewsPage.objects.get(pk=created.json()["id"]))
        self.assertEqual(draft.title, TIDY)
        self.assertEqual(rich_text_in(draft.body), CLEAN)


class CommandTests(PublishingTestCase):
    def test_a_version_that_a_script_makes_of_a_page_that_is_there(self):
        page = NewsPageFactory(parent=self.news)
        page.body = [("callout", {"title": DIRTY, "text": RICH}), ("heading", DIRTY), ("paragraph", RICH)]
        page.footnotes = [PageFootnote(number=1, text=f"{DIRTY}, zie {WRAPPED}.")]

        draft = page.save_revision(clean=False).as_object()

        self.assertEqual([str(draft.body[0].value["title"]), draft.body[1].value], [TIDY, TIDY])
        self.assertEqual(draft.body[0].value["text"].source, CLEAN)
        self.assertEqual(rich_text_in(draft.body), CLEAN)
        self.assertEqual(draft.footnotes.get().text, f"{TIDY}, zie {OWN}.")

    def test_rich_text_of_a_shared_word(self):
        start = StartingText.objects.create(place="news.NewsPage.body", text=RICH.replace("h1>", "h2>"))

        start.refresh_from_db()
        self.assertEqual(start.text, CLEAN.replace("<p><b>Kop</b></p>", "<h2>Kop</h2>"))

    def test_an_import_or_a_script(self):
        page = NewsPageFactory(parent=self.news, title=DIRTY, body=[("heading", DIRTY), ("paragraph", RICH)])
        organisation = Organisation.objects.create(name=DIRTY, website=WRAPPED)

        page = NewsPage.objects.get(pk=page.pk)
        self.assertEqual(page.title, TIDY)
        self.assertEqual(page.body[0].value, TIDY)
        self.assertEqual(rich_text_in(page.body), CLEAN)
        organisation.refresh_from_db()
        self.assertEqual((organisation.name, organisation.website), (TIDY, OWN))


def test_an_address_in_words_or_html_is_its_owners_and_breaks_out_of_nothing():
    hostile = "https://www.google.com/url?q=" + quote('https://a.be/"onclick=x<b>', safe="")
    for text, expected in [
        (f"Zie {OWN}?fbclid=1&jaar=2026.", f"Zie {OWN}?jaar=2026."),
        (f'<a href="{OWN}?fbclid=1&amp;jaar=2026&amp;q=a">x</a>', f'<a href="{OWN}?jaar=2026&amp;q=a">x</a>'),
        (f"({WRAPPED})", f"({OWN})"),
        (f'<a href="{hostile}">x</a>', '<a href="https://a.be/%22onclick=x%3Cb%3E">x</a>'),
        ("https://", "https://"),
    ]:
        assert tidy(text) == expected


def test_joiners_of_emoji_and_ordinary_text_stay():
    for text in ("👩‍👩‍👧 Gezin", "één\ttwee\r\ndrie", "می‌خواهم"):
        assert tidy(text) == text


@given(st.text())
def test_tidying_twice_is_tidying_once(text):
    assert tidy(tidy(text)) == tidy(text)
    assert tidy_json({"a": [text, 1, None]}) == {"a": [tidy(text), 1, None]}
