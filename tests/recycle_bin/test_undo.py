"""Straight after an act, “Ongedaan maken” makes it as it was; later, or when something happened, a word says so."""

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.models import OutgoingMail
from home.models import StandardPage
from news.models import NewsPage
from recycle_bin.models import Deletion, UndoableAct
from recycle_bin.undoing import remember_unpublished, state_of, undo
from tests.factories import StandardPageFactory, ThemeFactory
from tests.permissions.cases import place_of
from tests.recycle_bin.cases import BinCase, children_are_counted

LATER = timedelta(minutes=11)


class UndoCase(BinCase):
    def post(self, user, name, *keys, query="", **data):
        self.client.force_login(user)
        return self.client.post(reverse(name, args=keys) + query, data, follow=True)

    def undo(self, response, user=None):
        """Sends the form of the message, as a browser does."""
        form = re.search(
            r'<form method="post" action="([^"]*/undo/)">(.*?)</form>', response.content.decode(), re.S
        )
        self.assertIsNotNone(form, "There is no button to undo it.")
        data = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2]):
            data.setdefault(name, []).append(value)
        if user:
            self.client.force_login(user)
        return self.client.post(form[1], data, follow=True)


class DeletingTests(UndoCase):
    def test_an_officer_deletes_an_own_draft_and_undoes_it(self):
        page = self.a_news_item(live=False, owner=self.them)

        response = self.post(self.them, "wagtailadmin_pages:delete", page.pk)
        self.assertFalse(NewsPage.objects.filter(pk=page.pk).exists())
        response = self.undo(response)

        self.assertContains(response, "is teruggezet. Het is een concept, zoals voordien.")
        self.assertTrue(NewsPage.objects.filter(pk=page.pk).exists())
        self.assertFalse(Deletion.objects.exists())

    def test_what_is_deleted_in_bulk_is_undone_at_once(self):
        pages = [self.a_news_item(title) for title in ("Een", "Twee")]
        query = "?next=/admin/&" + "&".join(f"id={page.pk}" for page in pages)
        self.client.force_login(self.reviewer)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"]) + query

        response = self.client.post(address, follow=True)
        self.assertEqual(Deletion.objects.count(), 2)
        self.undo(response)

        self.assertEqual(NewsPage.objects.filter(pk__in=[page.pk for page in pages]).count(), 2)

    def test_a_vocabulary_entry_too(self):
        theme = ThemeFactory(name="Wonen op wielen")
        name = theme.snippet_viewset.get_url_name("delete")

        response = self.post(self.reviewer, name, theme.pk)
        self.assertFalse(type(theme).objects.filter(pk=theme.pk).exists())
        self.undo(response)

        self.assertTrue(type(theme).objects.filter(pk=theme.pk).exists())

    def test_after_ten_minutes_the_bin_is_named(self):
        page = self.a_news_item()
        response = self.post(self.reviewer, "wagtailadmin_pages:delete", page.pk)
        Deletion.objects.update(deleted_at=timezone.now() - LATER)

        response = self.undo(response)

        self.assertContains(
            response, "Het is langer dan tien minuten geleden. Je vindt het in de prullenbak."
        )
        self.assertFalse(NewsPage.objects.filter(pk=page.pk).exists())

    def test_another_team_undoes_nothing(self):
        page = self.a_news_item()
        response = self.post(self.reviewer, "wagtailadmin_pages:delete", page.pk)

        response = self.undo(response, user=self.us)

        self.assertNotContains(response, page.title)
        self.assertFalse(NewsPage.objects.filter(pk=page.pk).exists())

    def test_odd_forms_are_no_error(self):
        self.client.force_login(self.them)

        for data in ({}, {"deletion": "x"}, {"act": "9" * 30}, {"deletion": "0", "act": "0"}):
            self.assertEqual(self.client.post(reverse("recycle_bin_undo"), data).status_code, 302)
        self.assertEqual(self.client.get(reverse("recycle_bin_undo")).status_code, 405)


class TellingTests(UndoCase):
    def test_the_team_hears_by_mail_what_somebody_else_deletes(self):
        page = self.a_news_item("Een inloophuis")

        self.post(self.reviewer, "wagtailadmin_pages:delete", page.pk)

        mail = OutgoingMail.objects.get()
        self.assertEqual(mail.recipients, [self.them.email])
        self.assertIn(f"/admin/recycle-bin/{Deletion.objects.get().pk}/", bytes(mail.content).decode())

    def test_nobody_is_told_of_an_own_act(self):
        page = self.a_news_item(live=False, owner=self.them)

        self.post(self.them, "wagtailadmin_pages:delete", page.pk)

        self.assertFalse(OutgoingMail.objects.exists())


class UnpublishingTests(UndoCase):
    def unpublish(self, page, user=None, **data):
        return self.post(user or self.reviewer, "wagtailadmin_pages:unpublish", page.pk, **data)

    def test_all_is_online_again_with_aliases_and_pages_below(self):
        top = self.a_tree(number=1)
        child = top.get_children().get()
        page = StandardPage.objects.get(pk=top.pk)
        page.save_revision().publish()
        page.refresh_from_db()
        alias = page.create_alias(parent=self.kempen, update_slug="alias")
        live = page.live_revision_id

        response = self.unpublish(page, include_descendants="on")
        self.assertEqual(Page.objects.filter(pk__in=[page.pk, child.pk, alias.pk], live=True).count(), 0)
        self.undo(response)

        self.assertEqual(Page.objects.filter(pk__in=[page.pk, child.pk, alias.pk], live=True).count(), 3)
        page.refresh_from_db()
        self.assertEqual((page.live_revision_id, page.has_unpublished_changes), (live, False))
        self.assertEqual(self.client.get(page.url).status_code, 200)

    def test_the_schedule_is_there_again(self):
        page, due = self.a_news_item(), timezone.now() + timedelta(days=2)
        scheduled = page.save_revision(approved_go_live_at=due)
        page = NewsPage.objects.get(pk=page.pk)
        before = state_of(page)
        page.unpublish()
        act = remember_unpublished(page, before, self.reviewer)

        undo(act, self.reviewer)

        scheduled.refresh_from_db()
        self.assertEqual(scheduled.approved_go_live_at, due)

    def test_the_feed_has_it_again(self):
        page = self.a_news_item()
        response = self.unpublish(page)

        self.undo(response)

        self.assertContains(self.client.get(f"{self.news.url}feed.atom"), page.title)

    def test_what_somebody_changed_meanwhile_stays(self):
        page = self.a_news_item()
        response = self.unpublish(page)
        NewsPage.objects.get(pk=page.pk).save_revision(user=self.them)

        response = self.undo(response)

        self.assertContains(response, "Iemand wijzigde de pagina ondertussen.")
        self.assertFalse(NewsPage.objects.get(pk=page.pk).live)

    def test_after_ten_minutes_publishing_is_named(self):
        page = self.a_news_item()
        response = self.unpublish(page)
        UndoableAct.objects.update(at=timezone.now() - LATER)

        response = self.undo(response)

        self.assertContains(response, "Publiceer de pagina om ze weer online te zetten.")
        self.assertFalse(NewsPage.objects.get(pk=page.pk).live)

    def test_another_team_undoes_nothing(self):
        page = self.a_news_item()
        response = self.unpublish(page)

        self.undo(response, user=self.us)

        self.assertFalse(NewsPage.objects.get(pk=page.pk).live)

    def test_in_bulk(self):
        pages = [self.a_news_item(title) for title in ("Een", "Twee")]
        query = "?next=/admin/&" + "&".join(f"id={page.pk}" for page in pages)
        self.client.force_login(self.reviewer)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"]) + query

        response = self.client.post(address, follow=True)
        self.assertFalse(NewsPage.objects.filter(pk__in=[page.pk for page in pages], live=True).exists())
        self.undo(response)

        self.assertEqual(NewsPage.objects.filter(pk__in=[page.pk for page in pages], live=True).count(), 2)


class MovingTests(UndoCase):
    def move(self, page, parent):
        return self.post(self.reviewer, "wagtailadmin_pages:move_confirm", page.pk, parent.pk)

    def test_it_is_where_it_was_among_its_neighbours_and_no_redirect_goes_round(self):
        pages = [StandardPageFactory(parent=self.westhoek, title=title) for title in ("Een", "Twee", "Drie")]
        order = list(self.westhoek.get_children().values_list("pk", flat=True))
        page = StandardPage.objects.get(pk=pages[1].pk)
        address = page.url

        response = self.move(page, self.kempen)
        moved = StandardPage.objects.get(pk=page.pk).url
        self.assertNotEqual(moved, address)
        self.undo(response)

        self.assertEqual(list(self.westhoek.get_children().values_list("pk", flat=True)), order)
        self.assertEqual(self.client.get(address).status_code, 200)
        self.assertEqual(self.client.get(moved, follow=True).redirect_chain[-1][0], address)
        self.assertFalse(Redirect.objects.filter(old_path=Redirect.normalise_path(address)).exists())
        self.assertEqual(children_are_counted(), [])

    def test_what_was_moved_again_stays(self):
        page = StandardPageFactory(parent=self.westhoek, title="Een")
        response = self.move(page, self.kempen)
        StandardPage.objects.get(pk=page.pk).move(self.home, pos="last-child")

        response = self.undo(response)

        self.assertContains(response, "Er is ondertussen iets veranderd.")

    def test_an_address_that_was_taken_meanwhile_is_said(self):
        page = StandardPageFactory(parent=self.westhoek, title="Een", slug="een")
        response = self.move(page, self.kempen)
        StandardPageFactory(parent=self.westhoek, title="Een", slug="een")

        response = self.undo(response)

        self.assertContains(response, "Een andere pagina heeft ondertussen het oude webadres.")

    def test_after_ten_minutes_moving_is_named(self):
        page = StandardPageFactory(parent=self.westhoek, title="Een")
        response = self.move(page, self.kempen)
        UndoableAct.objects.update(at=timezone.now() - LATER)

        response = self.undo(response)

        self.assertContains(response, "Verplaats de pagina zelf terug.")

    def test_in_bulk(self):
        page = self.a_news_item()
        self.client.force_login(self.reviewer)
        address = (
            reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
            + f"?id={page.pk}&next=/admin/"
        )
        there = place_of(self.kempen, NewsPage)

        response = self.client.post(address, {"chooser": there.pk}, follow=True)
        self.assertEqual(NewsPage.objects.get(pk=page.pk).get_parent().pk, there.pk)
        self.undo(response)

        self.assertEqual(NewsPage.objects.get(pk=page.pk).get_parent().pk, self.section.pk)
