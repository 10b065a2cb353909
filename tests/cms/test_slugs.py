"""A page with a title in any script gets a slug, however it is made."""

from django.utils import timezone

from news.models import NewsPage
from tests.cms.cases import PublishingTestCase, form_data

TITLES = [
    ("مرحبا بكم", "mrhb-bkm"),
    ("Ласкаво просимо 2026", "laskavo-prosimo-2026"),
    ("欢迎", "huanying"),
    ("🎉", "tada"),
    ("Ærø & Åland", "aero-aland"),
    ("Één dag in ’s-Hertogenbosch", "een-dag-in-s-hertogenbosch"),
]


class SlugTests(PublishingTestCase):
    def test_a_program_need_not_give_one(self):
        for title, slug in TITLES:
            with self.subTest(title):
                response = self.api(
                    "post",
                    "pages/",
                    {"meta": {"type": "news.NewsPage", "parent_id": self.news.pk}, "title": title},
                )

                self.assertEqual(response.status_code, 201, response.content)
                self.assertEqual(NewsPage.objects.get(title=title).slug, slug)

    def test_an_editor_neither_by_hand_nor_by_autosave(self):
        for title, slug in TITLES:
            for headers in ({}, {"accept": "application/json"}):
                with self.subTest(title, headers=headers):
                    url = f"/admin/pages/add/news/newspage/{self.news.pk}/"

                    self.client.post(url, form_data(title=title, slug=""), headers=headers)

                    self.assertIn(slug, NewsPage.objects.filter(title=title).last().slug)

    def test_a_title_without_a_letter_gets_its_kind_and_the_day(self):
        pages = [self.news.add_child(instance=NewsPage(title="¿¡?!", live=False)) for _ in range(2)]

        first = f"nieuwsbericht-{timezone.localdate()}"
        self.assertEqual([page.slug for page in pages], [first, f"{first}-2"])

    def test_a_long_title_fits(self):
        page = self.news.add_child(instance=NewsPage(title="欢" * 255, live=False))

        self.assertLessEqual(len(page.slug), 200)
