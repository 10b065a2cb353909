"""Uploading a picture or document: what lacks is said at once, and the chosen file stays, in a real browser."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from cms.models import CustomDocument, CustomImage
from tests.factories import ImageFactory, NewsIndexPageFactory, NewsPageFactory, home_page
from tests.media.pictures import picture_file
from tests.permissions.factories import a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHOTO = "IMG_2041.png"


@pytest.fixture
def admin(page, live_server, transactional_db):
    client = Client()
    client.force_login(a_user(is_superuser=True))
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    return page


@pytest.fixture
def photo():
    file = picture_file(PHOTO)
    file.seek(0)
    return {"name": PHOTO, "mimeType": "image/png", "buffer": file.read()}


def errors(form):
    return form.locator(".error-message")


def test_the_add_screen_says_all_at_once_and_keeps_the_file(admin, photo):
    admin.goto(reverse("wagtailimages:add"))
    form = admin.locator("form:has([name=is_decorative])")

    form.locator("button[type=submit]").click()
    expect(errors(form)).to_have_count(3)
    form.locator("[name=file]").set_input_files(photo)
    form.locator("button[type=submit]").click()
    expect(errors(form)).to_have_count(2)
    form.locator("[name=description]").fill("Drie buren aan een lange tafel")
    form.locator("[name=credit]").fill("An Peeters")
    form.locator("button[type=submit]").click()
    admin.wait_for_url("**/admin/images/")

    assert CustomImage.objects.get().title == "Drie buren aan een lange tafel"


def test_the_title_of_a_picture_that_is_there_already_does_not_follow(admin):
    picture = ImageFactory(title="Oude titel", description="Wat te zien is")
    admin.goto(reverse("wagtailimages:edit", args=[picture.pk]))
    form = admin.locator("form:has([name=is_decorative])")

    form.locator("[name=description]").fill("Wat er echt te zien is")

    expect(form.locator("[name=title]")).to_have_value("Oude titel")


def test_the_chooser_does_so_too_and_a_title_that_was_typed_stays(admin, photo):
    news = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page()))
    admin.goto(reverse("wagtailadmin_pages:edit", args=[news.pk]))
    admin.locator("#id_listing_image-chooser [data-chooser-action-choose]").first.evaluate(
        "button => button.click()"
    )
    form = admin.locator(".modal form[data-chooser-modal-creation-form]")
    expect(form.locator("[name$=title]")).to_be_focused()  # there is nothing to choose yet

    form.locator("[type=file]").set_input_files(photo)
    form.locator("button[type=submit]").click()
    expect(errors(form)).to_have_count(2)
    form.locator("[name$=title]").fill("Eigen titel")
    form.locator("[name$=description]").fill("Wat te zien is")
    form.locator("[name$=credit]").fill("An Peeters")
    form.locator("button[type=submit]").click()
    expect(admin.locator(".modal")).to_have_count(0)

    assert CustomImage.objects.get().title == "Eigen titel"


def test_the_chosen_file_comes_back_when_the_server_refuses(admin, photo):
    news = NewsPageFactory(parent=NewsIndexPageFactory(parent=home_page()))
    admin.goto(reverse("wagtailadmin_pages:edit", args=[news.pk]))
    admin.locator("#id_listing_image-chooser [data-chooser-action-choose]").first.evaluate(
        "button => button.click()"
    )
    form = admin.locator(".modal form[data-chooser-modal-creation-form]")
    expect(form.locator("[name$=title]")).to_be_focused()  # there is nothing to choose yet
    form.locator("[type=file]").set_input_files(photo)
    form.locator("[name$=description]").fill("Wat te zien is")
    form.locator("[name$=credit]").evaluate(
        "field => { field.removeAttribute('maxlength'); field.value = 'x'.repeat(200); }"
    )

    form.locator("button[type=submit]").click()
    expect(errors(form)).to_have_count(1)

    assert form.locator("[type=file]").evaluate("input => input.files[0]?.name") == PHOTO
    form.locator("[name$=credit]").fill("An Peeters")
    form.locator("button[type=submit]").click()
    expect(admin.locator(".modal")).to_have_count(0)
    assert CustomImage.objects.get().title == "Wat te zien is"


def test_of_many_at_once_each_form_says_all_that_lacks_and_the_title_follows(admin, photo):
    admin.goto(reverse("wagtailimages:add_multiple"))
    admin.locator("#fileupload").set_input_files([photo])
    form = admin.locator("#upload-list form")

    form.locator("button[type=submit]").click()
    expect(errors(form)).to_have_count(2)
    form.locator("[name$=description]").fill("Wat te zien is")
    form.locator("[name$=credit]").fill("An Peeters")
    form.locator("button[type=submit]").click()
    expect(form).to_have_count(0)

    assert CustomImage.objects.get().title == "Wat te zien is"


def test_a_document_asks_for_its_file_and_title_in_one_go(admin):
    admin.goto(reverse("wagtaildocs:add"))
    form = admin.locator("form:has([name=file])")

    form.locator("button[type=submit]").click()
    expect(errors(form)).to_have_count(2)
    form.locator("[name=file]").set_input_files(
        {"name": "nota.txt", "mimeType": "text/plain", "buffer": b"Tekst"}
    )
    form.locator("button[type=submit]").click()
    admin.wait_for_url("**/admin/documents/")

    assert CustomDocument.objects.get().title == "nota"
