"""What sitemap.xml lists: every page that everybody may see, and since when it reads as it does."""

from django.contrib import sitemaps
from django.db.models import Max
from django.urls import reverse
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from cms.querysets import listed

# What an address and a date are made of: the rest of fifty thousand pages stays in the database.
COLUMNS = ["path", "depth", "url_path", "locale", "content_type", "last_published_at", "first_published_at"]


class PageSitemap(Sitemap):
    """The pages of this site. A draft changes no date: only what was published does."""

    def items(self):
        home = self.get_wagtail_site().root_page
        pages = listed(Page.objects.descendant_of(home, inclusive=True))
        return pages.only(*COLUMNS).order_by("path")

    def lastmod(self, page):
        return page.last_published_at or page.first_published_at

    def get_latest_lastmod(self):
        return self.items().aggregate(latest=Max("last_published_at"))["latest"]

    def _urls(self, page, protocol, domain):
        return [
            {"location": self.location(found), "lastmod": self.lastmod(found)}
            for found in self.paginator.page(page).object_list
        ]


class ViewSitemap(sitemaps.Sitemap):
    """What has an address without being a page."""

    def items(self):
        return ["find_platform"]

    def location(self, name):
        return reverse(name)


def sitemaps_of(request):
    return {"pages": PageSitemap(request), "others": ViewSitemap()}
