"""Deleting, undoing and putting back as an officer and a reviewer do, on a phone and a desk, judged by axe."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from home.models import StandardPage
from news.models import NewsIndexPage, NewsPage
from recycle_bin.models import Deletion
from tests.browser.checkers import axe_violations
from tests.browser.test_feedback import FADED_IN
from tests.factories import NewsPageFactory, StandardPageFactory, home_page
from tests.permissions.factories import a_member_of, a_platform, a_reviewer

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]


class Site:
    """A platform with a team, and a reviewer."""

    def __init__(self):
        self.home = home_page()
        self.platform = a_platform(self.home, "Westhoek")
        self.member, self.reviewer = a_member_of(self.platform), a_reviewer(self.home)
        self.news = NewsIndexPage.objects.child_of(self.platform).get()


@pytest.fixture
def site(transactional_db):
    return Site()


@pytest.mark.parametrize("has_script", [True, False])
def test_an_officer_deletes_an_own_draft_and_undoes_it_by_keyboard(site, signed_in, has_script):
    draft = NewsPageFactory(parent=site.news, title="Een inloophuis", live=False, owner=site.member)
    page = signed_in(site.member, width=375, java_script_enabled=has_script)
    page.goto(reverse("wagtailadmin_pages:delete", args=[draft.pk]))

    # Without its script Wagtail's menu lies over the page on a phone: the keyboard reaches what is below it.
    page.get_by_role("button", name="Ja, wis het").press("Enter")
    button = page.get_by_role("button", name="Ongedaan maken")
    expect(button).to_be_visible()
    assert not NewsPage.objects.filter(pk=draft.pk).exists()
    button.focus()
    page.keyboard.press("Enter")

    expect(
        page.get_by_text("“Een inloophuis” is teruggezet. Het is een concept, zoals voordien.")
    ).to_be_visible()
    assert NewsPage.objects.filter(pk=draft.pk).exists()


def test_a_reviewer_puts_back_a_tree_one_page_elsewhere_and_deletes_again(site, signed_in):
    top = StandardPageFactory(parent=site.platform, title="Over ons")
    for title in ("Het bestuur", "De geschiedenis"):
        StandardPageFactory(parent=StandardPage.objects.get(pk=top.pk), title=title)
    page = signed_in(site.reviewer)

    def delete():
        page.goto(reverse("wagtailadmin_pages:delete", args=[top.pk]))
        page.get_by_role("button", name="Ja, wis het").click()
        expect(page.get_by_role("button", name="Ongedaan maken")).to_be_visible()

    delete()
    page.get_by_role("link", name="Prullenbak").click()
    page.get_by_role("link", name="Over ons").click()
    page.get_by_role("link", name="Zet alleen “Het bestuur” terug").click()
    expect(page.locator(".page-chooser")).to_contain_text("Westhoek")
    page.get_by_role("button", name="Zet terug").click()
    expect(page.get_by_text("“Het bestuur” is teruggezet. Het stond online")).to_be_visible()
    assert StandardPage.objects.get(title="Het bestuur").get_parent().title == "Westhoek"

    page.goto(reverse("recycle_bin"))
    page.get_by_role("link", name="Over ons").click()
    page.get_by_role("button", name="Zet terug").click()
    expect(page.get_by_text("“Over ons” is teruggezet. Het stond online")).to_be_visible()
    assert [child.title for child in StandardPage.objects.get(pk=top.pk).get_children()] == [
        "De geschiedenis"
    ]

    delete()
    assert Deletion.objects.get().number_of_pages == 2


def test_axe_finds_nothing_on_the_screens(site, signed_in):
    top = StandardPageFactory(parent=site.platform, title="Een lange titel over ons allemaal samen " * 3)
    StandardPageFactory(parent=StandardPage.objects.get(pk=top.pk), title="Het bestuur")
    StandardPage.objects.get(pk=top.pk).delete()
    key = Deletion.objects.latest("pk").pk
    page = signed_in(site.reviewer, bypass_csp=True)
    names = ("recycle_bin_entry", "recycle_bin_put_back", "recycle_bin_purge")

    for address in (reverse("recycle_bin"), *(reverse(name, args=[key]) for name in names)):
        for width in (375, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            page.goto(address)
            page.evaluate(FADED_IN)
            assert axe_violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


def test_axe_finds_nothing_on_the_message_that_undoes(site, signed_in):
    draft = NewsPageFactory(parent=site.news, title="Een inloophuis", live=False, owner=site.member)
    page = signed_in(site.member, width=375, bypass_csp=True)
    page.goto(reverse("wagtailadmin_pages:delete", args=[draft.pk]))
    page.get_by_role("button", name="Ja, wis het").click()
    expect(page.get_by_role("button", name="Ongedaan maken")).to_be_visible()
    page.evaluate(FADED_IN)

    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
