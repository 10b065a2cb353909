"""An officer goes back in history, repeats an event, writes about it and asks a colleague; on a desk and a phone."""

import datetime

import pytest
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Page

from events.models import EventIndexPage, EventPage
from news.models import NewsPage
from tests.browser.checkers import axe_violations
from tests.browser.test_feedback import FADED_IN
from tests.events.factories import EventPageFactory, session
from tests.factories import NewsPageFactory, home_page
from tests.permissions.cases import place_of
from tests.permissions.factories import a_member_of, a_platform

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.django_db(transaction=True)]
WIDTHS = pytest.mark.parametrize("width", [1280, 375])


class Team:
    """A platform where Els and An write."""

    def __init__(self):
        self.platform = a_platform(home_page(), "Westhoek")
        self.els = a_member_of(self.platform, first_name="Els", last_name="Peeters")
        self.an = a_member_of(self.platform, first_name="An", last_name="Maes")


@pytest.fixture
def team(transactional_db):
    return Team()


def judge(page):
    """Nothing for axe to say, and nothing wider than the window."""
    page.evaluate(FADED_IN)
    assert axe_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def has_saved(response, item):
    """Whether it answers a form that was sent, by autosave or a button."""
    is_form = response.url.endswith(reverse("wagtailadmin_pages:edit", args=[item.pk]))
    return is_form and response.request.method == "POST"


@WIDTHS
def test_a_summary_of_an_old_version_comes_back_and_the_rest_stays(team, signed_in, width):
    item = NewsPageFactory(
        parent=place_of(team.platform, NewsPage), title="Een inloophuis", search_description="Voor wie wil."
    )
    first = item.save_revision(user=team.els, log_action=True)
    draft = item.get_latest_revision_as_object()
    draft.title, draft.search_description = "Het inloophuis", "Voor iedereen."
    draft.save_revision(user=team.an, log_action=True)
    page = signed_in(team.els, width=width, bypass_csp=True)

    page.goto(reverse("wagtailadmin_pages:history", args=[item.pk]))
    expect(page.get_by_text("titel en samenvatting gewijzigd")).to_be_visible()
    judge(page)
    page.goto(reverse("old_version", args=[item.pk, first.pk]))
    judge(page)
    page.get_by_role("group", name="Samenvatting").get_by_label("Zet dit terug").check()
    page.get_by_role("button", name="Bewaar deze keuze als concept").click()
    page.wait_for_url(f"**{reverse('wagtailadmin_pages:edit', args=[item.pk])}")

    expect(page.get_by_text("De velden staan terug, in een concept.")).to_be_visible()
    expect(page.locator("#id_search_description")).to_have_value("Voor wie wil.")
    assert NewsPage.objects.get(pk=item.pk).get_latest_revision_as_object().title == "Het inloophuis"


@WIDTHS
def test_next_years_edition_begins_with_what_recurs_and_news_about_it_with_its_facts(team, signed_in, width):
    agenda = EventIndexPage.objects.child_of(team.platform).first()
    event = EventPageFactory(
        parent=agenda,
        title="Dag van de buurt 2026",
        rows={"sessions": [session("2026-09-10 09:00", "2026-09-10 17:00")]},
    )
    page = signed_in(team.els, width=width, bypass_csp=True)

    page.goto(reverse("next_edition", args=[event.pk]))
    judge(page)
    page.get_by_label("Eerste dag van de nieuwe editie").fill("9 september 2027")
    page.get_by_role("button", name="Maak het concept").click()
    page.wait_for_url("**/edit/")
    expect(page.get_by_text("Dit is het concept van “Dag van de buurt 2027”.")).to_be_visible()

    draft = EventPage.objects.get(title="Dag van de buurt 2027")
    assert not draft.live
    assert draft.sessions.get().starts_at.date() == datetime.date(2027, 9, 9)
    page.goto(reverse("write_about", args=[event.pk]))
    page.wait_for_url("**/pages/add/**")
    expect(page.get_by_text("Dag van de buurt 2026").first).to_be_attached()
    page.locator("#id_title").fill("De buurt komt samen")
    page.get_by_role("button", name="Bewaar concept").click()
    page.wait_for_url("**/edit/**")
    assert "Dag van de buurt 2026" in str(NewsPage.objects.get(title="De buurt komt samen").body)


def test_who_is_asked_in_a_comment_gets_a_mail_and_sees_it_on_the_start_screen(team, signed_in):
    item = NewsPageFactory(parent=place_of(team.platform, NewsPage), title="Een inloophuis")
    page = signed_in(team.els)
    page.goto(reverse("wagtailadmin_pages:edit", args=[item.pk]))

    page.get_by_role("button", name="Toon/verberg opmerkingen").click()
    page.get_by_role("region", name="Samenvatting").get_by_role("button", name="Voeg opmerking toe").click()
    page.locator(".comment textarea").fill("Klopt deze zin, @An?")
    with page.expect_response(lambda response: has_saved(response, item)):
        page.get_by_role("button", name="Opmerking", exact=True).click()

    (message,) = [one for one in mail.outbox if one.to == [team.an.email]]
    assert "Klopt deze zin, @An?" in message.body
    start = signed_in(team.an)
    start.goto(reverse("wagtailadmin_home"))
    expect(start.get_by_text("Klopt deze zin, @An?")).to_be_visible()
    assert Page.objects.get(pk=item.pk).title == "Een inloophuis"


@WIDTHS
def test_the_handbook_and_its_chapters_fit_and_read(team, signed_in, width):
    page = signed_in(team.els, width=width, bypass_csp=True)
    page.goto(reverse("handbook"))
    judge(page)

    page.get_by_role("link", name="agenda en inschrijvingen").click()

    expect(page.get_by_role("heading", name="Agenda en inschrijvingen", level=2)).to_be_visible()
    judge(page)
    page.get_by_role("link", name="de handleiding").click()
    expect(page.get_by_role("heading", name="Handleiding voor de redactie")).to_be_visible()
