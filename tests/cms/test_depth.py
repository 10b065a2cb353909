"""A page deeper than the public queries look is refused, by every way there is to make or move one."""

import json

from django.core.exceptions import ValidationError
from django.test import TestCase
from django.urls import reverse
from wagtail.models import APIToken, Page

from cms.querysets import DEEPEST
from home.models import StandardPage
from tests.factories import UserFactory, home_page

MESSAGE = "Dat is te diep"


class DepthTestCase(TestCase):
    """`deepest` lies as deep as a page may, `pair` is a page with one below it, high in the tree."""

    @classmethod
    def setUpTestData(cls):
        cls.home = home_page()
        cls.pages = [cls.home]
        for number in range(DEEPEST - cls.home.depth):
            page = StandardPage(title=f"Niveau {number}", live=False)
            cls.pages.append(cls.pages[-1].add_child(instance=page))
        cls.deepest, cls.last_but_one = cls.pages[-1], cls.pages[-2]
        cls.pair = cls.home.add_child(instance=StandardPage(title="Paar", live=False))
        cls.pair.add_child(instance=StandardPage(title="Deel", live=False))
        cls.user = UserFactory(is_superuser=True)
        _token, key = APIToken.create_token(user=cls.user, name="test")
        cls.token = {"authorization": f"Bearer {key}"}

    def setUp(self):
        self.client.force_login(self.user)
        for page in Page.objects.filter(pk__in=[self.deepest.pk, self.last_but_one.pk, self.pair.pk]):
            name = {self.deepest.pk: "deepest", self.last_but_one.pk: "last_but_one"}.get(page.pk, "pair")
            setattr(self, name, page.specific)
        self.paths = self.all_paths()

    def all_paths(self):
        return sorted(Page.objects.values_list("pk", "path"))

    def assert_nothing_changed(self):
        self.assertEqual(self.all_paths(), self.paths)
        self.assertFalse(Page.objects.filter(depth__gt=DEEPEST).exists())


class ModelTests(DepthTestCase):
    def test_the_deepest_page_is_allowed_and_one_below_it_is_not(self):
        self.assertEqual(self.deepest.depth, DEEPEST)

        with self.assertRaisesMessage(ValidationError, MESSAGE):
            self.deepest.add_child(instance=StandardPage(title="Te diep", live=False))

    def test_a_page_with_subpages_is_not_moved_too_deep(self):
        with self.assertRaisesMessage(ValidationError, MESSAGE):
            self.pair.move(self.last_but_one, pos="last-child")

        self.assert_nothing_changed()

    def test_a_page_that_fits_is_moved(self):
        single = self.pair.get_children().get()

        single.move(self.last_but_one, pos="last-child")

        self.assertEqual(Page.objects.get(pk=single.pk).depth, DEEPEST)

    def test_what_already_lies_too_deep_can_be_saved_and_moved_up(self):
        below = self.last_but_one.add_child(instance=StandardPage(title="Diep", live=False))
        Page.objects.filter(pk=below.pk).update(depth=DEEPEST + 1, path=f"{self.deepest.path}0001")
        Page.objects.filter(pk=self.last_but_one.pk).update(numchild=1)
        Page.objects.filter(pk=self.deepest.pk).update(numchild=1)
        below = StandardPage.objects.get(pk=below.pk)

        below.save()
        below.move(self.home, pos="last-child")

        self.assertEqual(Page.objects.get(pk=below.pk).depth, self.home.depth + 1)


class AdminTests(DepthTestCase):
    def assert_message(self, response):
        self.assertContains(response, MESSAGE)
        self.assert_nothing_changed()

    def test_no_form_for_a_new_page_too_deep(self):
        address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", self.deepest.pk])

        self.assert_message(self.client.get(address, follow=True))
        self.assert_message(self.client.post(address, {"title": "Te diep"}, follow=True))

    def test_no_move_too_deep(self):
        address = reverse("wagtailadmin_pages:move_confirm", args=[self.pair.pk, self.last_but_one.pk])

        self.assert_message(self.client.post(address, follow=True))

    def test_no_move_of_many_too_deep(self):
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])

        response = self.client.post(
            f"{address}?id={self.pair.pk}&next=/admin/pages/", {"chooser": self.last_but_one.pk}, follow=True
        )

        self.assert_message(response)

    def test_no_copy_or_alias_too_deep(self):
        address = reverse("wagtailadmin_pages:copy", args=[self.pair.pk])
        copy = {"new_title": "Paar", "new_slug": "paar-kopie", "copy_subpages": "on"}

        for choice in ({}, {"alias": "on"}):
            response = self.client.post(address, {**copy, **choice, "new_parent_page": self.last_but_one.pk})

            self.assertIn(MESSAGE, response.context["form"].errors["new_parent_page"][0])
            self.assert_message(response)

    def test_a_copy_without_subpages_goes_one_level_deeper(self):
        address = reverse("wagtailadmin_pages:copy", args=[self.pair.pk])

        self.client.post(
            address,
            {"new_title": "Paar", "new_slug": "paar-kopie", "new_parent_page": self.last_but_one.pk},
        )

        self.assertTrue(self.last_but_one.get_children().filter(slug="paar-kopie").exists())


class WriteApiTests(DepthTestCase):
    def test_the_write_api_refuses_every_way(self):
        self.client.logout()
        action, below = f"pages/{self.pair.pk}/actions", {"destination_id": self.last_but_one.pk}
        meta = {"type": "home.StandardPage", "parent_id": self.deepest.pk}
        for path, content in (
            ("pages", {"meta": meta, "title": "Te diep"}),
            (f"{action}/move", {**below, "position": "last-child"}),
            (f"{action}/copy", {**below, "recursive": True}),
            (f"{action}/create_alias", {**below, "recursive": True}),
        ):
            with self.subTest(path=path):
                response = self.client.post(
                    f"/api/cms/{path}/", json.dumps(content), "application/json", headers=self.token
                )

                self.assertEqual(response.status_code, 422, response.content)
                self.assertIn(MESSAGE, json.dumps(response.json()))
                self.assert_nothing_changed()
