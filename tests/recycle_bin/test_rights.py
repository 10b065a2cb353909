"""Who sees and puts back what: who holds rights on the place where it was, and nobody else learns of it."""

from django.urls import reverse

from audit.models import AuditEntry
from cms.deleting import for_good
from home.models import StandardPage
from news.models import NewsPage
from recycle_bin.models import Deletion, KeptRow
from tests.factories import PersonFactory, ThemeFactory
from tests.recycle_bin.cases import BinCase


class RightsCase(BinCase):
    def show(self, user, name="recycle_bin", *keys, query=""):
        self.client.force_login(user)
        return self.client.get(reverse(name, args=keys) + query)

    def act(self, user, name, *keys, **data):
        self.client.force_login(user)
        return self.client.post(reverse(name, args=keys), data, follow=True)


class SeeingTests(RightsCase):
    def test_a_team_sees_what_was_in_its_section(self):
        entry = self.delete(self.a_news_item("Zwijgplicht"))

        self.assertContains(self.show(self.them), "Zwijgplicht")
        self.assertContains(self.show(self.them, "recycle_bin_entry", entry.pk), "Zwijgplicht")

    def test_another_team_learns_neither_title_nor_number(self):
        entry = self.delete(self.a_news_item("Zwijgplicht"))

        for name in ("recycle_bin", "recycle_bin_results"):
            response = self.show(self.us, name)
            self.assertNotContains(response, "Zwijgplicht")
            self.assertEqual(response.context["paginator"].count, 0)
        for name in ("recycle_bin_entry", "recycle_bin_put_back", "recycle_bin_purge"):
            self.assertIn(self.show(self.us, name, entry.pk).status_code, (302, 404))
        self.act(self.us, "recycle_bin_put_back", entry.pk)
        self.assertTrue(Deletion.objects.filter(pk=entry.pk).exists())

    def test_the_old_place_decides_and_not_where_that_is_now(self):
        """Frojd/wagtail-trash#1: a bin with a place of its own shows everybody all."""
        top = self.a_tree("Zwijgplicht", 1)
        entry = self.delete(top.get_children().get().specific)
        StandardPage.objects.get(pk=top.pk).move(self.kempen, pos="last-child")

        self.assertContains(self.show(self.them), "Zwijgplicht 0")
        self.assertNotContains(self.show(self.us), "Zwijgplicht 0")
        self.assertEqual(self.show(self.us, "recycle_bin_entry", entry.pk).status_code, 404)

    def test_of_a_section_that_is_gone_only_reviewers_see_it(self):
        self.delete(self.a_news_item("Zwijgplicht"))
        with for_good():
            type(self.westhoek).objects.get(pk=self.westhoek.pk).delete()

        self.assertNotContains(self.show(self.us), "Zwijgplicht")
        for user in (self.reviewer, self.superuser):
            self.assertContains(self.show(user), "Zwijgplicht")

    def test_a_term_is_for_reviewers_and_who_deleted_it_a_person_for_the_team(self):
        ThemeFactory(name="Wonen op wielen").delete()
        PersonFactory(first_name="Anna", last_name="Zwijg", section=self.westhoek).delete()

        self.assertNotContains(self.show(self.them), "Wonen op wielen")
        self.assertContains(self.show(self.them), "Anna Zwijg")
        self.assertNotContains(self.show(self.us), "Zwijg")
        self.assertContains(self.show(self.reviewer), "Wonen op wielen")

    def test_the_list_is_narrowed_by_kind_and_words(self):
        self.delete(self.a_news_item("Een inloophuis"))
        ThemeFactory(name="Wonen op wielen").delete()

        for query, words in (
            ("?kind=page", {"inloophuis"}),
            ("?kind=term", {"wielen"}),
            ("?q=wielen", {"wielen"}),
            ("?kind=x&p=x&ordering=x&q=%00", set()),
        ):
            content = self.show(self.superuser, "recycle_bin_results", query=query).content.decode()
            if query != "?kind=x&p=x&ordering=x&q=%00":
                self.assertEqual({word for word in ("inloophuis", "wielen") if word in content}, words, query)

    def test_queries_of_the_list_stay_the_same(self):
        self.client.force_login(self.them)
        self.delete(self.a_news_item())
        few = self.count_queries(reverse("recycle_bin"))
        for number in range(20):
            self.delete(self.a_news_item(f"Nieuws {number}"))

        self.assertEqual(self.count_queries(reverse("recycle_bin")), few)

    def test_queries_of_an_entry_stay_the_same(self):
        self.client.force_login(self.them)
        few = self.delete(self.a_tree("Klein", 1))
        many = self.delete(self.a_tree("Groot", 12))

        numbers = [self.count_queries(reverse("recycle_bin_entry", args=[entry.pk])) for entry in (few, many)]

        self.assertEqual(numbers[0], numbers[1])


class PuttingBackTests(RightsCase):
    def test_a_team_puts_back_its_own_draft(self):
        page = self.a_news_item(live=False, owner=self.them)
        entry = self.delete(page)

        response = self.act(self.them, "recycle_bin_put_back", entry.pk)

        self.assertContains(response, "is teruggezet. Het is een concept, zoals voordien.")
        self.assertTrue(NewsPage.objects.filter(pk=page.pk).exists())

    def test_what_was_online_is_said_to_be_so_again(self):
        entry = self.delete(self.a_news_item())

        response = self.act(self.them, "recycle_bin_put_back", entry.pk)

        self.assertContains(response, "Het stond online, en staat nu weer online.")

    def test_a_section_page_is_for_reviewers(self):
        entry = self.delete(self.section)

        response = self.act(self.them, "recycle_bin_put_back", entry.pk)

        self.assertContains(response, "Vraag de eindredactie")
        self.assertTrue(Deletion.objects.exists())
        self.act(self.reviewer, "recycle_bin_put_back", entry.pk)
        self.assertFalse(Deletion.objects.exists())

    def test_a_page_without_its_parent_asks_for_a_place(self):
        top = self.a_tree(number=1)
        entry = self.delete(top.get_children().get().specific)
        self.delete(top)

        response = self.act(self.reviewer, "recycle_bin_put_back", entry.pk)

        self.assertContains(response, "De pagina waar het onder stond is er niet. Kies een nieuwe plaats.")
        self.assertContains(
            self.show(self.reviewer, "recycle_bin_entry", entry.pk), "Kies een plaats en zet terug"
        )
        self.act(self.reviewer, "recycle_bin_put_back", entry.pk, parent=self.westhoek.pk)
        self.assertTrue(StandardPage.objects.child_of(self.westhoek).filter(title="Over ons 0").exists())

    def test_a_taken_address_is_a_question_with_a_free_one(self):
        entry = self.delete(self.a_news_item(slug="inloophuis"))
        self.a_news_item("Een nieuw", slug="inloophuis")

        response = self.act(self.them, "recycle_bin_put_back", entry.pk)

        self.assertContains(response, 'value="inloophuis-2"')
        self.act(self.them, "recycle_bin_put_back", entry.pk, slug="inloophuis-2")
        self.assertTrue(NewsPage.objects.filter(slug="inloophuis-2").exists())

    def test_another_team_s_place_is_refused(self):
        entry = self.delete(self.a_tree(number=0))

        response = self.act(self.them, "recycle_bin_put_back", entry.pk, parent=self.kempen.pk)

        self.assertContains(response, "Jij mag daar geen pagina’s toevoegen.")

    def test_one_page_inside_comes_back_by_its_own_link(self):
        top = self.a_tree(number=2)
        child = top.get_children().first()
        entry = self.delete(top)

        self.assertContains(self.show(self.them, "recycle_bin_entry", entry.pk), f"?page={child.pk}")
        self.act(self.them, "recycle_bin_put_back", entry.pk, page=child.pk, parent=self.westhoek.pk)

        self.assertTrue(StandardPage.objects.filter(pk=child.pk).exists())
        self.assertFalse(StandardPage.objects.filter(pk=top.pk).exists())

    def test_odd_keys_are_no_error(self):
        entry = self.delete(self.a_tree(number=1))

        for query in ("?page=x", "?page=999999999999999999999999", "?page=%00"):
            response = self.show(self.them, "recycle_bin_put_back", entry.pk, query=query)
            self.assertIn(response.status_code, (302, 400))
        for data in ({"parent": "x"}, {"slug": "/ /"}, {"parent": "9" * 30}):
            self.assertIn(
                self.act(self.them, "recycle_bin_put_back", entry.pk, **data).status_code, (200, 400)
            )

    def test_two_who_put_it_back_at_once_get_a_word(self):
        entry = self.delete(self.a_news_item())
        self.put_back(entry)

        self.assertEqual(self.act(self.them, "recycle_bin_put_back", entry.pk).status_code, 404)


class PurgingTests(RightsCase):
    def test_reviewers_delete_for_good_and_it_is_recorded(self):
        entry = self.delete(self.a_news_item())

        self.act(self.reviewer, "recycle_bin_purge", entry.pk)

        self.assertFalse(Deletion.objects.exists() or KeptRow.objects.exists())
        self.assertTrue(AuditEntry.objects.filter(action="purged", user_key=self.reviewer.pk).exists())

    def test_teams_do_not(self):
        entry = self.delete(self.a_news_item())

        self.act(self.them, "recycle_bin_purge", entry.pk)

        self.assertTrue(Deletion.objects.filter(pk=entry.pk).exists())
        self.assertNotContains(self.show(self.them, "recycle_bin_entry", entry.pk), "Definitief verwijderen")
