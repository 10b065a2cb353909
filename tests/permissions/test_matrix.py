"""Who may do what with which page, by the requests that a browser sends."""

from datetime import timedelta

from bs4 import BeautifulSoup
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction

from events.models import EventIndexPage
from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from practices.models import PracticeIndexPage
from tests.permissions.cases import PAGE_TYPES, TwoTeamsCase, place_of
from tests.permissions.factories import a_platform, put_online

INDEX_TYPES = [NewsIndexPage, PracticeIndexPage, EventIndexPage]
ACTIONS = ["add", "edit", "publish", "unpublish", "delete", "move", "slug", "privacy"]
MEMBER = {"add", "edit", "publish", "unpublish", "slug", "privacy"}
MEMBER_ON_SECTION_PAGE = {"edit", "publish"}
EVERYTHING = set(ACTIONS)


def filled_in(response, model):
    """What the browser would send back for the form in this answer, as it stands."""
    form = BeautifulSoup(response.content, "html.parser").select_one(
        "form#page-edit-form, form[data-edit-form]"
    )
    data = {}
    for field in form.select("input[name], textarea[name], select[name]"):
        if field.name == "select":
            chosen = field.select_one("option[selected]")
            data[field["name"]] = chosen["value"] if chosen else ""
        elif field.get("type") not in {"checkbox", "radio", "submit", "file"} or field.has_attr("checked"):
            data[field["name"]] = field.get("value", field.text)
    streams = [field.name for field in model._meta.get_fields() if isinstance(field, StreamField)]
    return data | {f"{name}-count": "0" for name in streams}


class Attempt:
    """One user's attempts at one page; each says whether it worked, and leaves nothing behind."""

    def __init__(self, client, page, places):
        self.client, self.page, self.places = client, page, places

    def works(self, action):
        with transaction.atomic():
            worked = getattr(self, action)()
            transaction.set_rollback(True)
        return worked

    def post(self, name, *args, **data):
        return self.client.post(reverse(f"wagtailadmin_pages:{name}", args=args), data)

    def fresh(self):
        return Page.objects.get(pk=self.page.pk)

    def add(self):
        meta, parent = self.page._meta, self.page.get_parent()
        if self.page.specific_class.max_count_per_parent:
            Page.objects.filter(pk=self.page.pk).first().delete()
            parent.refresh_from_db()
        address = reverse("wagtailadmin_pages:add", args=[meta.app_label, meta.model_name, parent.pk])
        form, before = self.client.get(address), parent.get_children().count()
        if form.status_code == 200:
            data = filled_in(form, type(self.page)) | {"title": "Nieuw", "slug": "nieuw"}
            self.client.post(address, data)
        return parent.get_children().count() > before

    def save(self, **changes):
        address = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        form = self.client.get(address)
        if form.status_code == 200:
            self.client.post(address, filled_in(form, type(self.page)) | changes)
        return self.fresh().get_latest_revision_as_object()

    def edit(self):
        return self.save(title="Andere titel").title == "Andere titel"

    def slug(self):
        return self.save(slug="ander-adres").slug == "ander-adres"

    def publish(self):
        """Published, or refused for what is missing: a refusal for want of rights names no page."""
        Page.objects.filter(pk=self.page.pk).update(has_unpublished_changes=True)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        response = self.client.post(f"{address}?id={self.page.pk}&next=/admin/", {}, follow=True)
        message_texts = [str(message) for message in response.context["messages"]] if response.context else []
        published = not self.fresh().has_unpublished_changes
        return published or any(self.page.title in message for message in message_texts)

    def unpublish(self):
        self.post("unpublish", self.page.pk)
        return not self.fresh().live

    def delete(self):
        self.post("delete", self.page.pk)
        return not Page.objects.filter(pk=self.page.pk).exists()

    def move(self):
        destination = self.places(self.page)
        self.client.post(reverse("wagtailadmin_pages:move_confirm", args=[self.page.pk, destination.pk]))
        return self.fresh().get_parent().pk == destination.pk

    def privacy(self):
        self.post("set_privacy", self.page.pk, restriction_type="login")
        return PageViewRestriction.objects.filter(page=self.page).exists()


class MatrixTests(TwoTeamsCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.third = a_platform(cls.home, "Kempen")
        for index_class in INDEX_TYPES:
            index_class.objects.child_of(cls.third).delete()
        for page in cls.own.values():
            put_online(page)

    def elsewhere(self, page):
        """Another place where this page could stand."""
        return self.third if type(page) in INDEX_TYPES else place_of(self.theirs, type(page))

    def assert_may(self, user, page, expected, actions=ACTIONS):
        client = self.client_class()
        if user:
            client.force_login(user)
        attempt = Attempt(client, page, self.elsewhere)
        worked = {action for action in actions if attempt.works(action)}
        self.assertEqual(worked, expected, f"{user} with {type(page).__name__}")

    def test_content_pages(self):
        for page_class in PAGE_TYPES:
            page = self.own[page_class]
            with self.subTest(page_class.__name__):
                self.assert_may(self.us, page, MEMBER)
                self.assert_may(self.them, page, set())
                self.assert_may(None, page, set())
                self.assert_may(self.reviewer, page, EVERYTHING)

    def test_index_pages_are_not_the_teams_to_move_rename_or_take_away(self):
        for index_class in INDEX_TYPES:
            page = index_class.objects.child_of(self.ours).get()
            with self.subTest(index_class.__name__):
                self.assert_may(self.us, page, MEMBER_ON_SECTION_PAGE)
                self.assert_may(self.them, page, set())
                self.assert_may(None, page, set())
                self.assert_may(self.reviewer, page, EVERYTHING)

    def test_the_platform_is_not_the_teams_to_move_rename_or_take_away(self):
        here = [action for action in ACTIONS if action != "move"]  # a platform has one place to be

        self.assert_may(self.us, self.ours, MEMBER_ON_SECTION_PAGE, here)
        self.assert_may(self.them, self.ours, set(), here)
        self.assert_may(None, self.ours, set(), here)
        self.assert_may(self.reviewer, self.ours, set(here), here)
        for user, status in ((self.us, 302), (self.them, 302), (self.reviewer, 200)):
            self.client.force_login(user)

            self.assertEqual(
                self.client.get(reverse("wagtailadmin_pages:move", args=[self.ours.pk])).status_code, status
            )

    def test_the_home_page_is_nobodys_to_take_away_but_a_superusers(self):
        self.client.force_login(self.reviewer)

        attempt = Attempt(self.client, self.home, self.elsewhere)

        self.assertEqual(
            [action for action in ("unpublish", "delete", "slug", "privacy") if attempt.works(action)], []
        )
        self.assertTrue(attempt.works("edit"))

    def test_a_superuser_may_do_everything_with_every_page(self):
        index = NewsIndexPage.objects.child_of(self.ours).get()

        for page in (self.own[StandardPage], index):
            self.assert_may(self.superuser, page, EVERYTHING)
        for page in (self.ours, self.home):
            here = [action for action in ACTIONS if action not in {"add", "move"}]
            self.assert_may(self.superuser, page, set(here), here)

    def test_a_team_does_not_put_back_what_a_reviewer_took_offline(self):
        index = NewsIndexPage.objects.child_of(self.ours).get()
        index.unpublish()
        self.client.force_login(self.us)

        Attempt(self.client, index, self.elsewhere).publish()

        index.refresh_from_db()
        self.assertFalse(index.live)

    def test_a_team_can_still_unpublish_and_publish_its_own_page(self):
        page = self.own[StandardPage]
        page.unpublish()
        self.client.force_login(self.us)

        self.assertTrue(Attempt(self.client, page, self.elsewhere).publish())


class ScheduleTests(TwoTeamsCase):
    """A publication that is planned is not another team's to cancel."""

    def is_cancelled_by(self, user, page):
        """Whether this user takes back that the latest version goes online; leaves nothing behind."""
        revision = page.get_latest_revision()
        client = self.client_class()
        client.force_login(user)
        with transaction.atomic():
            client.post(reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk]))
            revision.refresh_from_db()
            transaction.set_rollback(True)
        return revision.approved_go_live_at is None

    def test_the_own_team_and_reviewers_cancel_it(self):
        page = self.pages[NewsPage, "scheduled"]

        self.assertFalse(self.is_cancelled_by(self.us, page))
        self.assertTrue(self.is_cancelled_by(self.them, page))
        self.assertTrue(self.is_cancelled_by(self.reviewer, page))

    def test_of_a_section_page_reviewers_alone(self):
        index = NewsIndexPage.objects.child_of(self.theirs).get()
        index.save_revision(approved_go_live_at=timezone.now() + timedelta(days=3), clean=False)

        self.assertFalse(self.is_cancelled_by(self.us, index))
        self.assertFalse(self.is_cancelled_by(self.them, index))
        self.assertTrue(self.is_cancelled_by(self.reviewer, index))
