"""Two saves of one page at the same moment: one waits for the other. PostgreSQL locks rows, SQLite the file."""

from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.cms.cases import form_data, latest
from tests.factories import NewsIndexPageFactory, NewsPageFactory, UserFactory, home_page

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_saves_at_once_one_is_set_aside():
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("A database in memory has one connection.")
    page = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page()), title="Begin")
    page.save_revision()
    address, answers = reverse("wagtailadmin_pages:edit", args=[page.pk]), {}

    def client_of(number):
        client = Client()
        client.force_login(UserFactory(is_superuser=True, is_staff=True))
        return client, client.get(address).context["form_key"], f"Van {number}"

    def save(client, key, title):
        answers[title] = client.post(address, form_data(title=title, slug=page.slug) | {"form_key": key})
        connection.close()

    threads = [Thread(target=save, args=client_of(number)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted("both-texts" in answer.url for answer in answers.values()) == [False, True, True, True]
    [winner] = [title for title, answer in answers.items() if "both-texts" not in answer.url]
    assert latest(page).title == winner
    titles = {revision.content["title"] for revision in page.revisions.all()}
    assert titles == {"Begin", *answers}
