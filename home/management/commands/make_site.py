"""Creates what every Streekwijzer starts with: pages, menu, reviewers, places and vocabularies."""

from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.registry import registry
from wagtail.models import Page, Site

from accounts.teams import make_reviewers, remove_wagtail_groups
from cms.deleting import for_good
from cms.files import make_folder
from cms.models import FooterLink, MenuLink, Navigation
from events.models import EventIndexPage
from home.management import statements, vocabularies
from home.models import HomePage, StandardPage
from news.models import NewsIndexPage
from platforms.models import CoordinatorIndexPage, PlatformIndexPage
from practices.models import PracticeIndexPage

# In the order of the menu.
INDEXES = [NewsIndexPage, PracticeIndexPage, EventIndexPage, PlatformIndexPage, CoordinatorIndexPage]

# What lists of which the title says too little are about.
SUMMARIES = {
    PracticeIndexPage: _(
        "What a region tried, for whom, and what came of it. What did not work is here too."
    ),
    CoordinatorIndexPage: _("Whom to call in each region. Phone and e-mail are on the page of the person."),
}

HEADLINE = _("Welfare, region by region")
LEDE = _(
    "<p>In a welfare platform, municipalities, public social services and care partners of one region"
    " work together. Here you read what they do, what they learnt, and whom you can call.</p>"
)
DESCRIPTION = _("News, good practices, contacts and agenda of the regional welfare platforms in Flanders.")
# Plain pages: (title, slug, summary, paragraphs).
PLAIN_PAGES = [
    (
        _("About us"),
        "over-ons",
        _("What a welfare platform is, and what this site is for."),
        [
            _(
                "In a welfare platform, the municipalities, public social services and care partners of one"
                " region work together."
            ),
            _(
                "Here they publish their news, their good practices, their agenda, and who you can call."
                " Everything is written down once and can be reused by others."
            ),
        ],
    ),
]


def make_settings():
    """The rows of all settings. Wagtail would make each when it is first read, and a full disk can't."""
    for site in Site.objects.all():
        for model in registry:
            model.for_site(site)


class Command(BaseCommand):
    help = (
        "Makes the home page with its sections, the menu, the reviewers, the places and the words of the field;"
        " safe to run again."
    )

    @transaction.atomic
    def handle(self, **options):
        call_command("load_places", stdout=self.stdout)
        vocabularies.load()
        home = HomePage.objects.first() or self.make_home()
        pages = [page for index in INDEXES if (page := self.make_index(home, index))]
        for title, slug, summary, paragraphs in PLAIN_PAGES:
            if not home.get_children().filter(slug=slug).exists():
                pages.append(self.make_plain_page(home, title, slug, summary, paragraphs))
        for make in (statements.accessibility, statements.privacy):
            page = make()
            if not home.get_children().filter(slug=page.slug).exists():
                pages.append(home.add_child(instance=page))
        make_reviewers(home)
        self.make_navigation(home)
        make_settings()
        # The backup in docs/operations.md expects it, even before the first upload.
        make_folder(Path(settings.MEDIA_ROOT))
        self.stdout.write(f"{len(pages)} pages made.")

    def make_home(self):
        """Replaces Wagtail's welcome page by the home page."""
        root = Page.get_first_root_node()
        home = HomePage(
            title="Streekwijzer",
            slug="start",
            headline=str(HEADLINE),
            lede=str(LEDE),
            search_description=str(DESCRIPTION),
        )
        root.add_child(instance=home)
        address = urlsplit(settings.BASE_URL)
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={
                "hostname": address.hostname,
                "port": address.port or (443 if address.scheme == "https" else 80),
                "site_name": settings.WAGTAIL_SITE_NAME,
                "root_page": home,
            },
        )
        with for_good():
            Page.objects.filter(depth=2, slug="home", content_type__model="page").delete()
        remove_wagtail_groups()
        return home

    def make_index(self, home, index_class):
        if index_class.objects.child_of(home).exists():
            return None
        return home.add_child(
            instance=index_class(
                title=str(index_class.default_title),
                slug=index_class.default_slug,
                search_description=str(SUMMARIES.get(index_class, "")),
            )
        )

    def make_plain_page(self, home, title, slug, summary, paragraphs):
        body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
        page = StandardPage(title=str(title), slug=slug, search_description=str(summary), body=body)
        return home.add_child(instance=page)

    def make_navigation(self, home):
        navigation = Navigation.for_site(home.get_site())
        if navigation.menu_links.exists():
            return
        pages = {page.specific_class: page for page in home.get_children()}
        navigation.menu_links = [MenuLink(page=pages[index_class]) for index_class in INDEXES]
        navigation.footer_links = [
            FooterLink(page=page) for page in home.get_children().type(StandardPage).order_by("path")
        ]
        navigation.save()
