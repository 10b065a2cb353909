"""Load the five seed pages as a demo site, once, with an account for each kind of user."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.signal_handlers import disable_reference_index_auto_update

from accounts.teams import REVIEWERS
from cms.files import write_whole
from events.models import EventIndexPage
from home.management.demo import events, news, platforms, practices
from home.management.demo.source import seeds
from home.management.demo.vocabularies import Vocabularies
from home.management.vocabularies import load_starting_texts
from home.models import FeaturedPractice, HomePage
from news.models import NewsIndexPage
from platforms.models import CoordinatorPage, PlatformIndexPage, PlatformPage
from platforms.teams import team_of
from practices.models import PracticeIndexPage
from search.indexing import deferred_indexing

ACCOUNTS = "demo-accounts.txt"
DOMAIN = "streekwijzer.example"


def publish(parent, page):
    """Put the page below its parent the way an editor does: with a version that can be gone back to."""
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


class Command(BaseCommand):
    help = "Loads the demo content and its accounts; does nothing when there are platforms already."

    def add_arguments(self, parser):
        parser.add_argument(
            "--seeds-only",
            action="store_true",
            help="without the invented examples beside the five real pages",
        )

    @transaction.atomic
    def handle(self, *, seeds_only=False, **options):
        call_command("make_site", stdout=self.stdout)
        if PlatformPage.objects.exists():
            self.stdout.write("There is content already: nothing loaded.")
            return
        self.home = HomePage.objects.first()
        # Every row would update the index of what refers to what: once, at the end, is enough.
        with disable_reference_index_auto_update(), deferred_indexing():
            self.words = Vocabularies()
            self.load_platforms()
            self.load_practices()
            self.feature("kracht-wonen")
            self.load_events()
            self.load_news()
        load_starting_texts()
        call_command("rebuild_references_index", verbosity=0)
        if not seeds_only:
            call_command("load_examples", skip_broken=True, stdout=self.stdout, stderr=self.stderr)
        self.make_accounts()
        self.stdout.write("Demo content loaded.")

    def index_page_of(self, index_class, platform_slug=None):
        """The list of that kind in a platform's section, or the one of the whole site."""
        section = PlatformPage.objects.get(slug=platform_slug) if platform_slug else self.home
        return index_class.objects.child_of(section).get()

    def load_platforms(self):
        listing = self.index_page_of(PlatformIndexPage)
        for record in seeds()["platforms"]:
            page = publish(listing, platforms.platform(record, self.words))
            for coordinator in platforms.coordinators(record["slug"], self.words):
                publish(page, coordinator)
            for programme in record.get("action_programmes", []):
                publish(page, platforms.programme(programme, self.words))

    def load_practices(self):
        self.practices = {}
        for record in reversed(seeds()["practices"]):  # lists show the newest first: the seed's first on top
            listing = self.index_page_of(PracticeIndexPage, practices.section_of(record))
            page = practices.practice(record, self.words)
            self.practices[record["slug"]] = publish(listing, page)

    def feature(self, slug):
        """Put a practice in front on the home page."""
        self.home.featured = [FeaturedPractice(practice=self.practices[slug])]
        self.home.save_revision().publish()

    def load_events(self):
        people = {person.pk: slug for slug, person in self.words.people.items()}
        contacts = {people[page.person_id]: page for page in CoordinatorPage.objects.all()}
        self.trajectories = {}
        for record in seeds()["trajectories"]:
            listing = self.index_page_of(EventIndexPage, record["platform"])
            page = events.trajectory(record, self.words, contacts)
            self.trajectories[record["slug"]] = publish(listing, page)
        for record in seeds()["events"]:
            page = events.event(record, self.words, self.practices)
            publish(self.index_page_of(EventIndexPage), page)

    def load_news(self):
        for record in seeds()["news"]:
            page = news.news_item(record, self.words, self.trajectories)
            publish(self.index_page_of(NewsIndexPage), page)

    def make_accounts(self):
        """One account for each role, with passwords made on this machine."""
        teams = {platform.slug: team_of(platform) for platform in PlatformPage.objects.all()}
        roles = [
            ("beheer", "Beheerder", None),
            ("eindredactie", "Eindredacteur", REVIEWERS),
            ("westhoek", "Team Westhoek", teams["westhoek"].name),
            ("rivierenland", "Team Rivierenland", teams["rivierenland"].name),
        ]
        lines = [self.make_account(name, label, group) for name, label, group in roles]
        # Beside the uploads: in production nothing else can be written to.
        file = Path(settings.MEDIA_ROOT).parent / ACCOUNTS
        write_whole(file, "\n".join(lines) + "\n", mode=0o600)
        self.stdout.write(f"Accounts to try it with: {file}")

    def make_account(self, name, label, group_name):
        email, password = f"{name}@{DOMAIN}", secrets.token_urlsafe(9)
        user = get_user_model().objects.create_user(
            email,
            password,
            first_name="Demo",
            last_name=label,
            is_superuser=group_name is None,
            is_staff=True,
        )
        if group_name:
            user.groups.add(user.groups.model.objects.get(name=group_name))
        return f"{label:<18} {email:<36} {password}"
