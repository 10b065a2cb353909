"""The base of the tests of the recycle bin: two platforms, each with its team, and a page with all that hangs on it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import override_settings
from wagtail.models import Page

from home.models import StandardPage
from news.models import NewsPage
from recycle_bin.models import Deletion
from recycle_bin.restoring import put_back_entry, put_back_pages
from tests.cases import SiteTestCase
from tests.factories import NewsPageFactory, StandardPageFactory
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform, a_reviewer, a_user

# What is made again when something is put back, and may differ.
REMADE = {
    "caching_listingchange",
    "django_session",
    "search_searchrefresh",
    "search_searchword",
    "wagtailsearch_indexentry",
    "cms_customrendition",
}


class BinCase(SiteTestCase):
    """`them` edit the Westhoek, `us` the Kempen; `section` is the news of the Westhoek."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.westhoek = a_platform(cls.home, "Westhoek")
        cls.kempen = a_platform(cls.home, "Kempen")
        cls.reviewer = a_reviewer(cls.home)
        cls.us, cls.them = a_member_of(cls.kempen), a_member_of(cls.westhoek)
        cls.superuser = a_user(is_superuser=True)
        cls.section = place_of(cls.westhoek, NewsPage)

    def setUp(self):
        folder = self.enterContext(TemporaryDirectory())
        self.log_file = Path(folder) / "erasures.log"
        self.enterContext(override_settings(ERASURE_LOG=str(self.log_file)))

    def a_news_item(self, title="Een inloophuis", **fields):
        return NewsPageFactory(parent=self.section, title=title, **fields)

    def a_tree(self, title="Over ons", number=2):
        """A plain page with plain pages below it."""
        top = StandardPageFactory(parent=self.westhoek, title=title)
        for child in range(number):
            StandardPageFactory(parent=StandardPage.objects.get(pk=top.pk), title=f"{title} {child}")
        return StandardPage.objects.get(pk=top.pk)

    def delete(self, page) -> Deletion:
        """Deletes it as a command does; gives the newest entry."""
        type(page).objects.get(pk=page.pk).delete()
        return Deletion.objects.latest("pk")

    def put_back(self, deletion, user=None, **options):
        user = user or self.superuser
        if options:
            return put_back_pages(deletion, user, **options)
        return put_back_entry(deletion, user)


def rows_of_tables(leave_out=()):
    """All rows of all tables as sets of texts, by table, but for what is remade and the bin itself."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        tables = {}
        for name in names:
            is_bin = name.startswith(("recycle_bin_", "audit_", "sqlite_", "wagtailsearch_", "django_"))
            if is_bin or name in REMADE or name in leave_out:
                continue
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")  # noqa: S608 - a name of ours
            columns = [column[0] for column in cursor.description]
            if name == "wagtailcore_referenceindex":
                columns[columns.index("id")] = ""
            tables[name] = {
                tuple((column, str(value)) for column, value in zip(columns, row, strict=True) if column)
                for row in cursor.fetchall()
            }
    return tables


def children_are_counted():
    """Pages whose number of children is not what stands below them."""
    return [
        page.pk
        for page in Page.objects.all()
        if page.numchild != Page.objects.filter(path__startswith=page.path, depth=page.depth + 1).count()
    ]
