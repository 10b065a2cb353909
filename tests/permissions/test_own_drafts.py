"""Who made a page may delete it as long as it was never public; nobody else of the team may."""

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, Page

from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from platforms.teams import team_of
from tests.factories import home_page
from tests.permissions.factories import a_member_of, a_platform, put_online


class OwnDraftTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        home = home_page()
        cls.platform = a_platform(home, "Westhoek")
        cls.mieke, cls.jan = a_member_of(cls.platform), a_member_of(cls.platform)
        cls.elsewhere = a_platform(home, "Kempen")
        cls.stranger = a_member_of(cls.elsewhere)
        cls.news = NewsIndexPage.objects.child_of(cls.platform).get()

    def draft(self, owner=None, parent=None, page_class=NewsPage, **fields):
        parent = parent or self.news
        page = page_class(
            title=f"Proef {Page.objects.count()}", live=False, owner=owner or self.mieke, **fields
        )
        parent.add_child(instance=page)
        page.save_revision(user=page.owner, clean=False)
        return page

    def delete(self, page, user):
        self.client.force_login(user)
        self.client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
        return not Page.objects.filter(pk=page.pk).exists()

    def delete_in_bulk(self, page, user):
        self.client.force_login(user)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        self.client.post(f"{address}?id={page.pk}&next=/admin/", {})
        return not Page.objects.filter(pk=page.pk).exists()

    def delete_by_api(self, page, user):
        _token, key = APIToken.create_token(user=user, name="proef")
        self.client.logout()
        self.client.delete(f"/api/cms/pages/{page.pk}/", headers={"authorization": f"Bearer {key}"})
        return not Page.objects.filter(pk=page.pk).exists()

    def test_who_made_it_deletes_it_by_every_door_and_nobody_else_does(self):
        for way in (self.delete, self.delete_in_bulk, self.delete_by_api):
            with self.subTest(way.__name__):
                page = self.draft()

                self.assertFalse(way(page, self.jan))
                self.assertFalse(way(page, self.stranger))
                self.assertTrue(way(page, self.mieke))

    def test_what_was_ever_public_stays(self):
        unpublished = self.draft(first_published_at=timezone.now())

        self.assertFalse(self.delete(put_online(self.draft()), self.mieke))
        self.assertFalse(self.delete(unpublished, self.mieke))

    def test_pages_of_others_or_public_ones_below_it_keep_it(self):
        for change in ({"owner": self.jan}, {"live": True}, {"first_published_at": timezone.now()}):
            with self.subTest(change):
                page = self.draft(parent=self.platform, page_class=StandardPage)
                child = self.draft(parent=page, page_class=StandardPage)
                Page.objects.filter(pk=child.pk).update(**change)
                page = StandardPage.objects.get(pk=page.pk)

                self.assertFalse(self.delete(page, self.mieke))
                Page.objects.filter(pk=child.pk).update(owner=self.mieke, live=False, first_published_at=None)
                self.assertTrue(self.delete(page, self.mieke))

    def test_a_section_page_stays_whoever_made_it(self):
        Page.objects.filter(pk=self.news.pk).update(owner=self.mieke, live=False, first_published_at=None)

        self.assertFalse(self.delete(self.news, self.mieke))

    def test_who_left_the_team_or_is_kept_out_by_a_lock_deletes_nothing(self):
        locked, page = self.draft(locked=True, locked_by=self.jan), self.draft()

        self.assertFalse(self.delete(locked, self.mieke))
        self.mieke.groups.clear()
        self.assertFalse(self.delete(page, self.mieke))

    def test_who_went_to_another_team_deletes_nothing_of_the_first(self):
        page = self.draft()
        self.mieke.groups.set([team_of(self.elsewhere)])

        self.assertFalse(self.delete(page, self.mieke))
        self.assertFalse(self.delete_in_bulk(page, self.mieke))
        self.assertFalse(self.delete_by_api(page, self.mieke))

    def test_deleting_is_no_right_to_move(self):
        page = self.draft()

        self.assertFalse(page.permissions_for_user(self.mieke).can_move())
