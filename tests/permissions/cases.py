"""Two platforms. What the first has not published yet, and its files and hidden numbers, carry a secret word."""

import datetime
import re

from django.db.models.signals import post_save
from django.test import TestCase
from django.utils import timezone
from wagtail.models import APIToken, Page, PageViewRestriction

from accounts.teams import remove_wagtail_groups, shared_collection
from cms.deleting import for_good
from cms.models.page_rows import Keyword
from events.models import EventIndexPage, EventPage, TrajectoryPage
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from platforms.models import ActionProgrammePage, CoordinatorIndexPage, CoordinatorPage
from platforms.teams import files_of
from practices.models import PracticeIndexPage, PracticePage
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    LegalReferenceFactory,
    MethodFactory,
    MunicipalityFactory,
    OrganisationFactory,
    PersonFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
    home_page,
)
from tests.permissions.factories import a_member_of, a_platform, a_reviewer, a_user, put_online

# What was searched for stands in the answer; so one word is to search by, and another must never be seen.
SECRET = "Zwijgplicht nachtuil"
SECRET_WORD = "nachtuil"
SECRET_PHONE = "+3257998877"
# As E.164, as the form shows it, and as a page does.
SECRETS = [SECRET_WORD, SECRET_PHONE, "057 99 88 77", "057998877"]

PARENTS = {
    NewsPage: NewsIndexPage,
    PracticePage: PracticeIndexPage,
    EventPage: EventIndexPage,
    TrajectoryPage: EventIndexPage,
}
PAGE_TYPES = [*PARENTS, CoordinatorPage, ActionProgrammePage, StandardPage]
# The titles of the pages here name classes and states.
CONTENT = re.compile(r"\w+Page(?: (?:draft|changed|scheduled|private|unpublished|in review))?\b")
STATES = ["draft", "changed", "scheduled", "private", "unpublished", "in review"]


def place_of(platform, page_class):
    """The page below which a platform's pages of this class stand."""
    return PARENTS[page_class].objects.child_of(platform).get() if page_class in PARENTS else platform


def name_on(page, person):
    """Makes the page one about this person, as saving it does, but for the rules that publishing has."""
    CoordinatorPage.objects.filter(pk=page.pk).update(person=person)
    page = CoordinatorPage.objects.get(pk=page.pk)
    post_save.send(CoordinatorPage, instance=page, created=False, raw=False, update_fields=None)
    person.refresh_from_db()


class TwoTeamsCase(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        for number, index_class in enumerate([*dict.fromkeys(PARENTS.values()), CoordinatorIndexPage]):
            cls.home.add_child(instance=index_class(title=f"Lijst {number}", slug=f"lijst-{number}"))
        cls.make_words()
        cls.reviewer = a_reviewer(cls.home)
        cls.ours, cls.theirs = a_platform(cls.home, "Rivierenland"), a_platform(cls.home, "Westhoek")
        cls.hidden = a_platform(cls.home, f"{SECRET} platform", live=False)
        cls.us, cls.them = a_member_of(cls.ours), a_member_of(cls.theirs)
        cls.superuser = a_user(is_superuser=True)
        cls.make_files()
        cls.pages = {
            (page_class, state): cls.make_page(page_class, state)
            for page_class in PAGE_TYPES
            for state in STATES
        }
        cls.public = {
            page_class: put_online(cls.add(cls.theirs, page_class, f"Openbaar {page_class.__name__}"))
            for page_class in PAGE_TYPES
        }
        cls.own = {
            page_class: cls.add(cls.ours, page_class, f"Eigen {page_class.__name__}")
            for page_class in PAGE_TYPES
        }
        cls.make_live_child_of_draft()
        cls.make_coordinator()
        cls.begin_renaming()

    @classmethod
    def make_words(cls):
        cls.theme = ThemeFactory()
        cls.words = [
            cls.theme,
            TargetGroupFactory(),
            MethodFactory(),
            OrganisationFactory(),
            LegalReferenceFactory(),
            MunicipalityFactory(),
            RegionFactory(),
        ]

    @classmethod
    def make_files(cls):
        their_files, our_files = (files_of(platform) for platform in (cls.theirs, cls.ours))
        cls.image = ImageFactory(
            title=f"{SECRET} foto", collection=their_files, file__filename=f"{SECRET_WORD}.png"
        )
        cls.document = DocumentFactory(
            title=f"{SECRET} nota", collection=their_files, file__filename=f"{SECRET_WORD}.txt"
        )
        cls.our_image = ImageFactory(title="Onze foto", collection=our_files)
        cls.our_document = DocumentFactory(title="Onze nota", collection=our_files)
        cls.shared_image = ImageFactory(title="Foto van allen", collection=shared_collection())
        cls.shared_document = DocumentFactory(title="Nota van allen", collection=shared_collection())

    @classmethod
    def add(cls, platform, page_class, title, **fields):
        page = page_class(title=title, slug=title.lower().replace(" ", "-"), live=False, **fields)
        page.owner = cls.us if platform == cls.ours else cls.them
        page = place_of(platform, page_class).add_child(instance=page)
        page.save_revision(user=page.owner, clean=False)
        return page

    @classmethod
    def make_page(cls, page_class, state):
        """A page of theirs of which nobody else may know, or at least not this title."""
        name = f"{page_class.__name__} {state}"
        if state == "changed":
            page = put_online(cls.add(cls.theirs, page_class, f"Openbaar {name}"))
            page.title = f"{SECRET} {name}"
            page.save_revision(user=cls.them, clean=False)
            return page
        page = cls.add(cls.theirs, page_class, f"{SECRET} {name}")
        cls.bring_into(page, state)
        return page

    @classmethod
    def bring_into(cls, page, state):
        if state == "scheduled":
            page.latest_revision.approved_go_live_at = timezone.now() + datetime.timedelta(days=3)
            page.latest_revision.save()
        elif state == "private":
            put_online(page)
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        elif state == "unpublished":
            put_online(page)
            page.unpublish(user=cls.them)
        elif state == "in review":
            page.get_workflow().start(page, cls.them)

    @classmethod
    def make_live_child_of_draft(cls):
        parent = cls.pages[StandardPage, "draft"]
        child = parent.add_child(
            instance=StandardPage(title=f"{SECRET} kind", slug=f"{SECRET_WORD}-kind", live=False)
        )
        child.save_revision(user=cls.them, clean=False)
        cls.live_child = put_online(child)
        tagged = cls.pages[NewsPage, "draft"]
        tagged.tags.through.objects.create(
            tag=Keyword.objects.create(name=SECRET, slug=SECRET_WORD), content_object=tagged
        )

    @classmethod
    def make_coordinator(cls):
        cls.person = PersonFactory(last_name="Vandamme", phone=SECRET_PHONE, show_phone=False)
        name_on(cls.public[CoordinatorPage], cls.person)

    @classmethod
    def begin_renaming(cls):
        """Their public pages that hold others get a new name, which is not public yet."""
        for holder in (cls.theirs, place_of(cls.theirs, NewsPage), cls.public[StandardPage]):
            page = type(holder).objects.get(pk=holder.pk)
            page.title = f"{SECRET} vroeger {page.title}"
            page.save_revision(user=cls.them, clean=False)
        child = cls.public[StandardPage].add_child(instance=StandardPage(title="Openbaar kind", live=False))
        put_online(child)

    @staticmethod
    def remove_what_wagtail_brings():
        """The page and the groups of Wagtail's migrations, which a site of ours has no more."""
        with for_good():
            Page.objects.filter(title__startswith="Welcome to your new Wagtail").delete()
        remove_wagtail_groups()

    @staticmethod
    def token_of(user):
        _token, key = APIToken.create_token(user=user, name="proef")
        return {"HTTP_AUTHORIZATION": f"Bearer {key}"}
