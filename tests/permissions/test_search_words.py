"""Synonyms, pages on top and the report of searches are the reviewers'."""

from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.teams import REVIEWERS
from news.models import NewsPage
from search.models import BestBet, SearchedQuery, Synonym
from search.synonyms import THEME, synonyms
from tests.permissions.cases import SECRET_WORD, TwoTeamsCase
from tests.search.factories import BestBetFactory, SynonymFactory, searched

LISTS = ["wagtailsnippets_search_synonym:list", "wagtailsnippets_search_bestbet:list", "searched_report"]
ADDITIONS = ["wagtailsnippets_search_synonym:add", "wagtailsnippets_search_bestbet:add"]
MENU = "Zoekwoorden"


class SearchWordsTests(TwoTeamsCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.synonym = SynonymFactory(words="crèche", theme=cls.theme)
        cls.bet = BestBetFactory(words="crèche", page=cls.public[NewsPage])
        searched("ziekenkas", 4, without_result=3)
        searched("wonen", 7)

    def as_user(self, user):
        if user:
            self.client.force_login(user)
        return self.client

    def addresses(self):
        views = [("synonym", self.synonym), ("bestbet", self.bet)]
        changes = [
            reverse(f"wagtailsnippets_search_{name}:{view}", args=[thing.pk])
            for name, thing in views
            for view in ("edit", "delete", "history")
        ]
        choosers = [
            address
            for name, thing in views
            for address in (
                reverse(f"wagtailsnippetchoosers_search_{name}:choose"),
                reverse(f"wagtailsnippetchoosers_search_{name}:choose_results"),
                reverse(f"wagtailsnippetchoosers_search_{name}:chosen", args=[thing.pk]),
                reverse(f"wagtailsnippetchoosers_search_{name}:chosen_multiple") + f"?id={thing.pk}",
            )
        ]
        return [*map(reverse, [*LISTS, *ADDITIONS]), *changes, *choosers]

    def test_visitors_and_teams_get_at_none_of_it(self):
        for user in (None, self.us):
            for address in self.addresses():
                response = self.as_user(user).get(address)

                self.assertEqual(response.status_code, 302, address)
                self.assertNotIn("/search/", response.url.partition("?")[0])

    def test_reviewers_and_superusers_do(self):
        for user in (self.reviewer, self.superuser):
            for address in self.addresses():
                self.assertEqual(self.as_user(user).get(address).status_code, 200, address)

    def test_a_team_can_not_post_either(self):
        self.as_user(self.us).post(reverse(ADDITIONS[0]), {"words": "huren", "means": "wonen"})
        self.client.post(reverse("wagtailsnippets_search_synonym:delete", args=[self.synonym.pk]))

        self.assertEqual(list(Synonym.objects.all()), [self.synonym])

    def test_the_menu_is_for_reviewers(self):
        for user, is_there in ((self.us, False), (self.reviewer, True)):
            page = self.as_user(user).get(reverse("wagtailadmin_home")).content.decode()

            self.assertEqual(MENU in page, is_there)

    def test_a_reviewer_adds_a_synonym_and_it_counts_at_once(self):
        synonyms()
        data = {"words": "Huisje", "theme": self.theme.pk, "target_group": "", "means": "", "two_way": ""}
        self.as_user(self.reviewer).post(reverse(ADDITIONS[0]), data)

        self.assertEqual(synonyms()[("huisje",)], ((THEME, self.theme.pk, self.theme.name),))

    def test_what_is_wrong_is_said_in_dutch_and_nothing_is_lost(self):
        data = {"words": "Creche", "theme": "", "target_group": "", "means": "opvang"}
        response = self.as_user(self.reviewer).post(reverse(ADDITIONS[0]), data)

        self.assertContains(response, f"“crèche” staat al in de lijst: het betekent {self.theme}.")
        self.assertContains(response, 'value="opvang"')

    def test_without_a_meaning_only_that_is_said(self):
        for words in ("huren", "", "?!"):
            data = {"words": words, "theme": "", "target_group": "", "means": ""}
            response = self.as_user(self.reviewer).post(reverse(ADDITIONS[0]), data)

            self.assertContains(response, "Zeg wat het betekent")
            self.assertNotContains(response, "synonym_has_one_meaning")

    def test_the_list_is_searched_without_accents(self):
        page = self.as_user(self.reviewer).get(reverse(LISTS[0]), {"q": "creche"})

        self.assertContains(page, "crèche")

    def test_more_synonyms_and_pages_cost_the_lists_no_more_queries(self):
        self.as_user(self.reviewer)
        few = [self.count_queries(name) for name in LISTS]
        for number in range(5):
            SynonymFactory(theme=self.theme)
            BestBetFactory(words=f"vraag {number}", page=self.own[NewsPage])
            searched(f"vraag {number}", 5, without_result=5)

        self.assertEqual([self.count_queries(name) for name in LISTS], few)

    def count_queries(self, name):
        self.client.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            self.client.get(reverse(name))
        return len(queries)

    def test_a_group_without_these_rights_loses_them(self):
        Group.objects.get(name=REVIEWERS).permissions.filter(codename="view_searchedquery").delete()

        self.assertEqual(self.as_user(self.reviewer).get(reverse("searched_report")).status_code, 302)


class SearchedReportTests(TwoTeamsCase):
    def setUp(self):
        self.client.force_login(self.reviewer)
        searched("wonen", 7)
        searched("ziekenkas", 4, without_result=3)
        searched("twee", 2, without_result=2)

    def report(self, **query):
        return self.client.get(reverse("searched_report"), query)

    def rows(self, **query):
        return [total.words for total in self.report(**query).context["object_list"]]

    def links(self, words):
        page = BeautifulSoup(self.report().content, "html.parser")
        row = next(row for row in page.select("tbody tr") if words in row.text)
        return {link.text.strip(): link["href"] for link in row.select(".actions a")}

    def test_the_most_asked_comes_first_and_what_two_asked_is_not_there(self):
        self.assertEqual(self.rows(), ["wonen", "ziekenkas"])
        self.assertNotContains(self.report(export="csv"), "twee")

    def test_it_can_show_only_what_found_nothing(self):
        self.assertEqual(self.rows(result="none"), ["ziekenkas"])

    def test_or_only_that_about_which_nothing_was_done(self):
        self.assertEqual(self.rows(result="open"), ["ziekenkas"])

        SynonymFactory(words="Ziekenkas", theme=self.theme)

        self.assertEqual(self.rows(result="open"), [])

    def test_an_unknown_filter_shows_everything(self):
        self.assertEqual(self.rows(result="x"), ["wonen", "ziekenkas"])

    def test_what_found_nothing_has_a_button_that_fills_in_the_words(self):
        links = self.links("ziekenkas")

        self.assertEqual(list(links), ["Voeg synoniem toe", "Kies een pagina"])
        for address in links.values():
            self.assertContains(self.client.get(address), 'value="ziekenkas"')
        self.assertEqual(self.links("wonen"), {})

    def test_the_button_leads_to_the_synonym_that_there_is(self):
        synonym = SynonymFactory(words="Ziekenkas", theme=self.theme)
        BestBetFactory(words="ziekenkas", page=self.public[NewsPage])

        edit = reverse("wagtailsnippets_search_synonym:edit", args=[synonym.pk])
        self.assertEqual(self.links("ziekenkas")["Bekijk het synoniem"], edit)
        self.assertIn("Kies nog een pagina", self.links("ziekenkas"))

    def test_words_in_the_address_may_be_anything(self):
        for words in ("a" * 500, "<script>alert(1)</script>"):
            for name in ADDITIONS:
                page = self.client.get(reverse(name), {"words": words})

                self.assertEqual(page.status_code, 200)
                self.assertNotContains(page, "<script>alert")

    def test_a_new_site_says_what_will_stand_here(self):
        SearchedQuery.objects.all().delete()

        self.assertContains(self.report(), "Nog niets. Hier komt wat minstens 3 mensen")

    def test_a_page_that_is_not_public_is_marked_as_not_shown(self):
        for page in (self.public[NewsPage], self.pages[NewsPage, "draft"]):
            BestBetFactory(words="ziekenkas", page=page)

        shown = {
            bet.page_id: bet.is_shown for bet in self.client.get(reverse(LISTS[1])).context["object_list"]
        }

        self.assertEqual(shown, {self.public[NewsPage].pk: True, self.pages[NewsPage, "draft"].pk: False})

    def test_another_teams_draft_is_not_named_to_a_team_by_a_page_on_top(self):
        BestBetFactory(words="ziekenkas", page=self.pages[NewsPage, "draft"])
        self.client.force_login(self.us)

        for name in (*LISTS, *ADDITIONS):
            self.assertNotContains(self.client.get(reverse(name), follow=True), SECRET_WORD)
        self.assertEqual(BestBet.objects.count(), 1)
