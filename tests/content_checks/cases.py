"""The base of the tests of content checks: two platforms with a page each, and a check of their own."""

from wagtail import hooks
from wagtail.fields import StreamField

from content_checks.checks import checks
from content_checks.findings import Check, Finding, Group
from content_checks.gathering import gather
from content_checks.models import PageFinding
from content_checks.reading import digest_of
from content_checks.switches import HOOK, switch
from news.models import NewsPage
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

FIRST, SECOND = "Wij hebben enorm veel gedaan.", "Het was enorm druk."


class EnormousCheck(Check):
    """Finds each sentence with “enorm”, in plain and rich text."""

    name, group = "enormous", Group.WORDS
    heading, reason = "Groot woord", "Wie overdrijft, overtuigt niet."

    def find(self, content):
        for part in content.parts:
            if isinstance(part.field, StreamField) or not isinstance(
                getattr(part.value, "source", part.value), str
            ):
                continue
            text = getattr(part.value, "source", part.value).replace("<p>", "").replace("</p>", " ")
            for sentence in text.split(". "):
                if "enorm" in sentence:
                    excerpt = sentence.strip().removesuffix(".") + "."
                    yield Finding(excerpt, "Zeg het met een cijfer.", part.label, part.path)


class ShoutingCheck(Check):
    """Finds a title in capitals; off by itself."""

    name, group, is_on = "shouting", Group.FORM, False
    heading, reason = "Hoofdletters", "Hoofdletters lezen traag."

    def find(self, content):
        if content.page.title.isupper():
            yield Finding(content.page.title, "Schrijf het gewoon.", "Titel", "title", "/admin/")


class BrokenCheck(Check):
    """Fails on each page."""

    name, group = "broken", Group.DOUBLES
    heading, reason = "Stuk", "Stuk."

    def find(self, content):
        yield Finding(content.page.title)
        raise ValueError("This check can read nothing.")


def registered(*classes):
    """Registers checks for as long as it is entered."""
    return hooks.register_temporarily([(HOOK, each) for each in classes])


def others_off():
    """Turns all checks off but those that tests register."""
    switch({check.name: False for check in checks()})


class ChecksCase(SiteTestCase):
    """`page` belongs to the Westhoek, with two sentences to look at; `them` edit the Westhoek, `us` the Kempen."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        others_off()
        cls.westhoek, cls.kempen = a_platform(cls.home, "Westhoek"), a_platform(cls.home, "Kempen")
        cls.us, cls.them = a_member_of(cls.kempen), a_member_of(cls.westhoek)
        cls.reviewer = a_reviewer(cls.home)
        cls.page = cls.a_page(cls.westhoek, f"{FIRST} {SECOND}", title="Een inloophuis")

    def setUp(self):
        super().setUp()
        self.enterContext(registered(EnormousCheck, ShoutingCheck))

    @classmethod
    def a_page(cls, platform, text="Niets aan de hand.", **values):
        return NewsPageFactory(
            parent=place_of(platform, NewsPage), body=[("paragraph", f"<p>{text}</p>")], **values
        )

    def excerpts(self, page=None):
        """What was kept of a page."""
        rows = PageFinding.objects.filter(page=page or self.page).order_by("pk")
        return list(rows.values_list("excerpt", flat=True))

    def gathered(self, platform, *args, **values):
        page = self.a_page(platform, *args, **values)
        gather(page)
        return page

    def post(self, name, sentence=FIRST, page=None, **values):
        """Says of a sentence that the check of these tests does not apply, or does."""
        data = {"check_name": "enormous", "digest": digest_of(sentence), **values}
        return self.client.post(f"/admin/content-checks/{(page or self.page).pk}/{name}/", data)
