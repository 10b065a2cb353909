"""A site with a list of each kind of content, for the whole site and for a platform; and requests for formats."""

import datetime
from urllib.parse import urlencode

from django.utils import timezone
from hypothesis import strategies as st

from events.models import EventIndexPage
from news.models import NewsIndexPage
from partners.formats import formats_for
from practices.models import PracticeIndexPage
from tests.cases import SiteTestCase
from tests.events.factories import EventIndexPageFactory, EventPageFactory, session
from tests.factories import NewsPageFactory, ThemeFactory
from tests.platforms.factories import PlatformIndexPageFactory, PlatformPageFactory
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

from .readers import READERS

NEXT_MONTH = f"{timezone.localdate() + datetime.timedelta(days=30)} 10:00"
any_display_options = st.dictionaries(
    st.sampled_from(["layout", "limit", "accent", "scheme", "heading"]), st.text(max_size=20)
)
KINDS = {"practices": PracticePageFactory, "news": NewsPageFactory, "events": EventPageFactory}


class PartnerTestCase(SiteTestCase):
    """`lists` has the lists of the whole site by kind, `own_lists` those of one platform."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.theme = ThemeFactory(name="Wonen", slug="wonen")
        cls.platform = PlatformPageFactory(
            parent=PlatformIndexPageFactory(parent=cls.home), title="Heuvelland", slug="heuvelland"
        )
        cls.lists = {
            "practices": PracticeIndexPageFactory(parent=cls.home),
            "news": cls.news,
            "events": EventIndexPageFactory(parent=cls.home),
        }
        cls.own_lists = {
            model.kind: model.objects.child_of(cls.platform).get()
            for model in (PracticeIndexPage, NewsIndexPage, EventIndexPage)
        }

    def make(self, kind, parent=None, **values):
        if kind == "events":
            values = {"rows": {"sessions": [session(NEXT_MONTH)]}, **values}
        return KINDS[kind](parent=parent or self.lists[kind], **{"themes": [self.theme], **values})

    def fetch(self, index, name, query=None, **headers):
        """The response of a page in a format; `headers` are arguments of Django's test client."""
        query_string = f"?{urlencode(query, doseq=True)}" if query else ""
        return self.client.get(f"{index.url}{name}{query_string}", **headers)

    def ids(self, index, name, query=None):
        response = self.fetch(index, name, query)
        self.assertEqual(response.status_code, 200, response.content)
        return READERS[name](response.content)


def every_format():
    """Each kind of content with each of its formats, as `(kind, name)`."""
    return [(kind, output_format.name) for kind in KINDS for output_format in formats_for(kind)]


def uuid(page):
    return str(page.translation_key)
