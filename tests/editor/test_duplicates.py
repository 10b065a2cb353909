"""What is there already by nearly the same name is told to who writes it again, and only to who may know of it."""

from django.test import TestCase
from django.urls import reverse

from editor.duplicates import find_duplicates
from news.models import NewsIndexPage, NewsPage
from practices.models import PracticeIndexPage, PracticeOwner, PracticePage
from tests.factories import OrganisationFactory, PersonFactory, ThemeFactory, home_page
from tests.permissions.factories import a_member_of, a_platform, put_online


class DoublesTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        home = home_page()
        cls.ours, cls.theirs = a_platform(home, "Westhoek"), a_platform(home, "Kempen")
        cls.member = a_member_of(cls.ours)
        cls.owner = OrganisationFactory(name="OCMW Ieper")
        cls.list = PracticeIndexPage.objects.child_of(cls.ours).get()
        cls.practice = cls.add(cls.ours, "Kracht.Wonen")

    @classmethod
    def add(cls, platform, title, owner=None):
        page = PracticePage(title=title, live=False)
        PracticeIndexPage.objects.child_of(platform).get().add_child(instance=page)
        if owner:
            PracticeOwner.objects.create(page=page, organisation=owner)
        return page

    def setUp(self):
        self.client.force_login(self.member)

    def ask(self, **query):
        return self.client.post(reverse("likely_doubles"), query)

    def doubles(self, **query):
        return [double["title"] for double in self.ask(**query).json()["doubles"]]

    def practice_called(self, title, **query):
        return self.doubles(q=title, type="practices.practicepage", parent=self.list.pk, **query)

    def test_capitals_punctuation_and_a_letter_make_no_other_name(self):
        for title in ("Kracht.wonen", "kracht wonen", "KRACHT-WONEN", "Kracht.Woonen"):
            with self.subTest(title):
                self.assertEqual(self.practice_called(title), ["Kracht.Wonen"])
        for title in ("Samen wonen", "Kracht", "", "…"):
            self.assertEqual(self.practice_called(title), [])

    def test_numbers_and_short_names_differ_by_one_sign(self):
        names = {1: "Overleg fase 1", 2: "Wonen", 3: "Zorg"}

        self.assertEqual(find_duplicates("Overleg fase 2", names), [])
        self.assertEqual(find_duplicates("Bonen", names), [])
        self.assertEqual(find_duplicates("ZORG!", names), [3])

    def test_a_page_is_no_double_of_itself_and_who_may_edit_gets_a_link_to_do_so(self):
        self.assertEqual(self.doubles(q="Kracht.wonen", page=self.practice.pk), [])
        other = self.add(self.ours, "Iets anders")

        [double] = self.ask(q="Kracht wonen", page=other.pk).json()["doubles"]

        self.assertEqual(double["url"], reverse("wagtailadmin_pages:edit", args=[self.practice.pk]))

    def test_of_another_section_only_what_the_same_owner_has_there_and_is_public(self):
        page = self.add(self.theirs, "Warm onthaal", owner=self.owner)

        self.assertEqual(self.practice_called("Warm onthaal", owner=self.owner.pk), [])
        put_online(page)
        self.assertEqual(self.practice_called("Warm onthaal", owner=self.owner.pk), ["Warm onthaal"])
        self.assertEqual(self.practice_called("Warm onthaal"), [])

    def test_the_new_name_that_another_team_prepares_is_not_told(self):
        page = put_online(self.add(self.theirs, "Warm onthaal", owner=self.owner))
        page = PracticePage.objects.get(pk=page.pk)
        page.title = "Heel geheim"
        page.save_revision(clean=False)

        self.assertEqual(self.practice_called("Heel geheim", owner=self.owner.pk), [])

    def test_words_and_people_too(self):
        ThemeFactory(name="Dak- en thuisloosheid")
        PersonFactory(first_name="An", last_name="Peeters")

        self.assertEqual(self.doubles(word="organisation", q="O.C.M.W. Ieper"), ["OCMW Ieper"])
        self.assertEqual(self.doubles(word="organisation", q="OCMW Ieper", key=self.owner.pk), [])
        self.assertEqual(self.doubles(word="theme", q="Dak en thuisloosheid"), ["Dak- en thuisloosheid"])
        self.assertEqual(self.doubles(word="person", q="an Peéters"), ["An Peeters"])

    def test_a_place_or_page_that_one_may_not_know_of_is_none(self):
        hidden = self.add(self.theirs, "Verborgen")
        there = PracticeIndexPage.objects.child_of(self.theirs).get()

        for query in ({"page": hidden.pk}, {"page": "9" * 30}, {"parent": "x"}, {}):
            with self.subTest(query):
                self.assertIn(self.ask(q="Verborgen", **query).status_code, (400, 404))
        self.assertEqual(self.doubles(q="Verborgen", type="practices.practicepage", parent=there.pk), [])
        self.assertEqual(self.ask(q="Kracht.Wonen", type="cms.user", parent=self.list.pk).status_code, 404)

    def test_another_kind_of_page_is_no_double(self):
        news = NewsIndexPage.objects.child_of(self.ours).get()
        news.add_child(instance=NewsPage(title="Kracht wonen", live=False))

        self.assertEqual(self.practice_called("Kracht Wonen"), ["Kracht.Wonen"])

    def test_more_pages_ask_no_more_questions(self):
        self.practice_called("Kracht.wonen")
        with self.assertNumQueries(10):
            self.practice_called("Niets van dit alles")
        for number in range(10):
            self.add(self.ours, f"Nog een {number}")
        with self.assertNumQueries(10):
            self.practice_called("Niets van dit alles")
