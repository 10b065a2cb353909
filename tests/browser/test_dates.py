"""What is typed in a date or an hour of the real editor is what is stored, or is refused and stays on the screen."""

import datetime

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect

from tests.events.factories import EventIndexPageFactory, EventPageFactory, moment, session, slot
from tests.factories import UserFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(transactional_db, browser, live_server):
    """The browser of a reviewer who has signed in. Autosave is refused while a date is half typed: no error of ours."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    context = browser.new_context(base_url=live_server.url, locale="nl-BE", timezone_id="Europe/Brussels")
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def latest(page):
    return type(page).objects.get(pk=page.pk).get_latest_revision_as_object()


def edit(editor, page):
    editor.goto(f"/admin/pages/{page.pk}/edit/")


def type_into(editor, name, text):
    """As a person does: with the tab and the panel open, key by key, and then on to the next field."""
    field = editor.locator(f"[name='{name}']")
    field.evaluate(
        "field => { for (let el = field; el; el = el.parentElement) el.removeAttribute('hidden') }"
    )
    field.fill("")
    field.press_sequentially(text)
    field.press("Tab")
    expect(field).to_have_value(text)


def save_draft(editor):
    """By the keyboard: a picker that is slow to close can't stand in the way."""
    with editor.expect_navigation(wait_until="domcontentloaded"):
        editor.get_by_role("button", name="Bewaar concept").press("Enter")


def test_what_is_known_of_a_date_is_what_is_stored_and_what_does_not_exist_stays_on_the_screen(editor):
    parent = PracticeIndexPageFactory(parent=home_page())
    practice = PracticePageFactory(parent=parent)
    for text, date, precision in [
        ("09/2017", datetime.date(2017, 9, 1), "month"),
        ("5-9-2017", datetime.date(2017, 9, 5), "day"),
        ("2017", datetime.date(2017, 1, 1), "year"),
    ]:
        edit(editor, practice)
        type_into(editor, "started_on", text)
        save_draft(editor)

        draft = latest(practice)
        assert (draft.started_on, draft.started_on_precision) == (date, precision)
        expect(editor.locator("[name=started_on_precision]")).to_have_count(0)

    type_into(editor, "started_on", "31-11")
    save_draft(editor)

    expect(editor.locator("[name=started_on]")).to_have_value("31-11")
    expect(editor.locator("[id$=started_on-errors]")).to_contain_text("5-9-2017")
    assert latest(practice).started_on == datetime.date(2017, 1, 1)


def test_hours_and_amounts_are_stored_as_typed(editor):
    programme = [slot("08:45"), slot("10:00", "Vragen")]
    event = EventPageFactory(
        parent=EventIndexPageFactory(parent=home_page()),
        rows={"sessions": [session("2019-11-12 08:45", slots=programme)]},
    )
    event.save_revision()
    edit(editor, event)

    type_into(editor, "sessions-0-programme-0-value-start", "9u30")
    type_into(editor, "sessions-0-starts_at", "12 november 2019 om 9u15")
    type_into(editor, "price", "€ 1.250,50")
    save_draft(editor)

    draft = latest(event)
    occasion = draft.sessions.get()
    assert occasion.starts_at == moment("2019-11-12 09:15")
    assert occasion.programme[0].value["start"] == datetime.time(9, 30)
    assert str(draft.price) == "1250.50"
