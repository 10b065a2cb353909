"""The base of the tests of links: two platforms with a page each, and a client that asks sites on this machine."""

import datetime
from unittest import mock

from django.test import override_settings
from django.utils import timezone

from link_check.checking import check_due
from link_check.gathering import gather
from link_check.models import Address, Place
from news.models import NewsPage
from tests.cases import SiteTestCase
from tests.cms.other_sites import Names, OtherSite, a_client
from tests.factories import NewsPageFactory
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

START = datetime.datetime(2026, 3, 2, 10, tzinfo=datetime.UTC)


def body_with(*addresses):
    """A body of which each address stands in a sentence of its own."""
    links = "".join(
        f'<p>Eerst dit. Lees <a href="{url}">meer hierover</a>. En dan dat.</p>' for url in addresses
    )
    return [("paragraph", f"<p>Een zin.</p>{links}")]


class At:
    """Sets the clock."""

    def __init__(self, **later):
        self.moment = START + datetime.timedelta(**later)

    def __enter__(self):
        self.patch = mock.patch("django.utils.timezone.now", return_value=self.moment)
        self.patch.start()

    def __exit__(self, *error):
        self.patch.stop()


@override_settings(CHECK_LINKS=True)
class LinkCase(SiteTestCase):
    """`page` belongs to the Westhoek; `them` edit the Westhoek, `us` the Kempen."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek, cls.kempen = a_platform(cls.home, "Westhoek"), a_platform(cls.home, "Kempen")
        cls.us, cls.them = a_member_of(cls.kempen), a_member_of(cls.westhoek)
        cls.reviewer = a_reviewer(cls.home)
        cls.page = cls.a_page(cls.westhoek, title="Een inloophuis")

    @classmethod
    def a_page(cls, platform, *addresses, **values):
        return NewsPageFactory(parent=place_of(platform, NewsPage), body=body_with(*addresses), **values)

    @classmethod
    def a_link(cls, url="https://elders.example/", page=None, state="broken", **values):
        """An address on a page, in some state."""
        host = url.split("/")[2]
        values = {"answer": "404", "checked_at": timezone.now(), "host": host, **values}
        address, _new = Address.objects.update_or_create(url=url, defaults={"state": state, **values})
        return Place.objects.create(address=address, page=page or cls.page, sentence="Lees meer hierover.")

    def link(self, *addresses, page=None):
        """Has the page link to these, and to nothing else."""
        page = page or self.page
        page.body = body_with(*addresses)
        page.save()
        with At():
            gather(page)

    def states(self):
        return dict(Address.objects.values_list("url", "state"))


class SiteCase(LinkCase):
    """With a site of somebody else, on this machine."""

    def setUp(self):
        super().setUp()
        self.site = OtherSite()
        self.addCleanup(self.site.close)
        self.names = Names()

    def check(self, seconds=1, **later):
        """One round, at a moment."""
        with At(**later):
            check_due(a_client(self.site, names=self.names, seconds=seconds))

    def address(self, path=None, host="site.example"):
        return Address.objects.get(url=self.site.url(path, host)) if path else Address.objects.get()
