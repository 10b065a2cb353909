"""The sitemap: every listed page, with the date of its last publication."""

from urllib.parse import urlsplit

from django.apps import apps
from django.contrib import sitemaps
from django.contrib.sitemaps.views import SitemapIndexItem
from django.db.models import Exists, Max, OuterRef, Q
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.querysets import deduplicated, is_listed

# The columns that address and date need; loading whole pages would take too much memory.
COLUMNS = ["path", "depth", "url_path", "locale", "content_type", "last_published_at", "first_published_at"]


class PageSitemap(Sitemap):
    """The listed pages of this site. Drafts change no date, publishing does."""

    # Crawlers take 50,000, but those take seconds.
    limit = 2_000

    def items(self):
        home = self.get_wagtail_site().root_page
        pages = Page.objects.filter(is_listed()).descendant_of(home, inclusive=True)
        return deduplicated(pages, home.path).only(*COLUMNS).order_by("path")

    def lastmod(self, page):
        return page.last_published_at or page.first_published_at

    def get_latest_lastmod(self):
        return self.items().aggregate(latest=Max("last_published_at"))["latest"]

    def _urls(self, page, protocol, domain):
        return [
            {"location": self.location(item), "lastmod": self.lastmod(item)}
            for item in self.paginator.page(page).object_list
        ]


class ViewSitemap(sitemaps.Sitemap):
    """The public views, on the host of the site, whatever host the request used."""

    def __init__(self, root):
        self.root = urlsplit(root)

    def get_protocol(self, protocol=None):
        return self.root.scheme

    def get_domain(self, site=None):
        return self.root.netloc

    def items(self):
        return ["find_platform", "themes", "practice_figures"]

    def location(self, name):
        return reverse(name)


class ThemeSitemap(ViewSitemap):
    """The pages of the themes that a listed page has, or of which it has a part."""

    def items(self):
        themes = apps.get_model("cms.Theme").objects
        pages = Page.objects.filter(is_listed(), page_themes__theme=OuterRef("pk")).order_by()
        public = themes.filter(Exists(pages))
        return themes.filter(Q(pk__in=public.values("pk")) | Q(pk__in=public.values("parent"))).order_by("pk")

    def location(self, theme):
        return theme.get_absolute_url()


def sitemaps_of(request, root) -> dict:
    """The sitemaps by name; `root` is the site's URL."""
    return {"pages": PageSitemap(request), "themes": ThemeSitemap(root), "others": ViewSitemap(root)}


def files_of(parts, root) -> list:
    """The sitemap files of these parts, for the sitemap index."""
    files = []
    for name, part in parts.items():
        address, latest = f"{root}{reverse('sitemap_part', args=[name])}", part.get_latest_lastmod()
        files += [
            SitemapIndexItem(f"{address}?p={number}" if number > 1 else address, latest)
            for number in part.paginator.page_range
        ]
    return files
