"""The cases of `inner_link`: one site with pages in every state, and texts that link to it in every way."""

import datetime
from collections import defaultdict

from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests.factories import DocumentFactory, NewsIndexPageFactory, NewsPageFactory, home_page

from .measuring import MEASURED, Case, page_with, texts_in

HOST = "www.streekwijzer.example"


class LinkedSite:
    """The pages and documents of `inner_link.toml`; `values` are what its placeholders stand for."""

    def __init__(self, pages, documents):
        home = home_page()
        site = home.get_site()
        site.hostname = HOST
        site.save()
        self.pages = {"": NewsIndexPageFactory(parent=home, slug="nieuws")}
        self.paths = {"": "/nieuws/"}
        self.values = defaultdict(dict)
        for page in pages:
            self.add_page(**page)
        for page in reversed(pages):
            self.take_away(page["key"], page["state"])
        for document in documents:
            self.add_document(**document)

    def add_page(self, key, title, slug, parent, state, old_slug=""):
        self.paths[key] = f"{self.paths[parent]}{slug}/"
        self.values["url"][key] = self.paths[key]
        live = state not in ("draft", "scheduled")
        later = timezone.now() + datetime.timedelta(days=3)
        page = NewsPageFactory(parent=self.pages[parent], title=title, slug=slug, live=live)
        page.save_revision(approved_go_live_at=later if state == "scheduled" else None)
        self.pages[key], self.values["page"][key] = page, page.pk
        if old_slug:
            self.values["old"][key] = f"{self.paths[parent]}{old_slug}/"
            Redirect.objects.create(old_path=self.values["old"][key].rstrip("/"), redirect_page=page)

    def take_away(self, key, state):
        """The state of a page, once those below it are there."""
        page = self.pages[key]
        if state in ("unpublished", "expired"):
            page.unpublish(set_expired=state == "expired")
        elif state == "private":
            PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
        elif state == "deleted":
            page.delete()

    def add_document(self, key, state):
        document = DocumentFactory(file__filename=f"{key}.pdf")
        self.values["document"][key] = document.pk
        if state == "private":
            document.collection = Collection.get_first_root_node().add_child(name="Intern")
            document.save()
            CollectionViewRestriction.objects.create(
                collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
            )
        elif state == "deleted":
            document.delete()

    def filled(self, html):
        for scheme, name in (("https", "base"), ("http", "http_base")):
            html = html.replace(f"{{{name}}}", f"{scheme}://{HOST}")
        for kind, values in self.values.items():
            for key, value in values.items():
                html = html.replace(f"{{{kind}:{key}}}", str(value))
        return html


def links():
    site = LinkedSite(texts_in("inner_link", "page"), texts_in("inner_link", "document"))
    return [
        Case(page_with(site.filled(text["html"])), tuple(text["faults"])) for text in texts_in("inner_link")
    ]


MEASURED |= {"inner_link": links}
