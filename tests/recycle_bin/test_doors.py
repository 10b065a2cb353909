"""What a program deletes through the write API is kept as what a person deletes in the admin."""

from wagtail.models import APIToken

from news.models import NewsPage
from recycle_bin.models import Deletion
from recycle_bin.restoring import put_back_entry
from tests.recycle_bin.cases import BinCase


class WriteApiTests(BinCase):
    def delete_as(self, user, page):
        _token, key = APIToken.create_token(user=user, name="Programma")
        headers = {"HTTP_AUTHORIZATION": f"Bearer {key}"}
        return self.client.delete(f"/api/cms/pages/{page.pk}/", **headers)

    def test_a_page_deleted_by_a_program_comes_back(self):
        page = self.a_news_item("Van het programma")

        response = self.delete_as(self.reviewer, page)

        entry = Deletion.objects.get()
        self.assertEqual(response.status_code, 204)
        self.assertEqual((entry.title, entry.deleted_by), ("Van het programma", self.reviewer))
        put_back_entry(entry, self.reviewer)
        self.assertEqual(NewsPage.objects.get(pk=page.pk).url, page.url)

    def test_what_a_program_may_not_delete_is_neither_gone_nor_kept(self):
        page = self.a_news_item("Van hen")

        response = self.delete_as(self.us, page)

        self.assertIn(response.status_code, (403, 404))
        self.assertTrue(NewsPage.objects.filter(pk=page.pk).exists())
        self.assertFalse(Deletion.objects.exists())
