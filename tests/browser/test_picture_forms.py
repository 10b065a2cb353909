"""Pictures in the admin, in a real browser: dropped together, and cut as the site cuts them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.images.models import Filter
from wagtail.images.rect import Vector

from cms.models import CustomImage
from cms.models.media import CARD_SIZES, PORTRAIT, SHARED_PICTURE
from tests.browser.test_uploads import admin
from tests.factories import ImageFactory
from tests.media.pictures import drawn, picture_file, with_secrets

__all__ = ["admin"]  # a fixture
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Sets the focal area as Wagtail's script does, and gives where each cut is placed then.
PLACES = """async (values) => {
  ["x", "y", "width", "height"].forEach((name, n) => {
    document.querySelector(`input.focal_point_${name}`).value = values[n];
  });
  await new Promise(requestAnimationFrame);
  const cuts = [...document.querySelectorAll("[data-crop]")];
  const place = ({ style }) => style.objectPosition.split(" ").map(parseFloat);
  return Object.fromEntries(cuts.map((cut) => [cut.dataset.crop, place(cut)]));
}"""
SPECS = {"1.5": CARD_SIZES[0], "1.9048": SHARED_PICTURE, "0.8": PORTRAIT}
# x, y, width and height; the last one is wider than a portrait.
AREAS = [(300, 300, 100, 100), (1150, 80, 60, 60), (600, 350, 20, 500), (500, 300, 700, 200)]


@pytest.fixture
def drop(admin, tmp_path):
    """Drops files on the zone for that, as a person does from a folder."""
    session = admin.context.new_cdp_session(admin)

    def drop_files(files):
        paths = []
        for name, file in files.items():
            file.seek(0)
            (tmp_path / name).write_bytes(file.read())
            paths.append(str(tmp_path / name))
        box = admin.locator(".drop-zone").bounding_box()
        data = {"items": [], "files": paths, "dragOperationsMask": 1}
        at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + 10}
        for kind in ("dragEnter", "dragOver", "drop"):
            session.send("Input.dispatchDragEvent", {"type": kind, "data": data, **at})

    return drop_files


def test_pictures_that_are_dropped_together_each_have_a_row(admin, drop):
    admin.goto(reverse("wagtailimages:add_multiple"))
    broken = picture_file("stuk.jpg")
    broken.file.truncate(200)
    drop(
        {
            "staand.jpg": with_secrets(orientation=6, name="staand.jpg"),
            "stuk.jpg": broken,
            "groot.jpg": SimpleUploadedFile("groot.jpg", bytes(11_000_000)),
            **{
                f"foto{n}.jpg": picture_file(f"foto{n}.jpg", picture=drawn(size=(60 + n, 40)))
                for n in range(9)
            },
        },
    )
    rows = admin.locator("#upload-list > li")
    expect(rows).to_have_count(12)
    expect(admin.locator("#upload-list > li.upload-success")).to_have_count(10, timeout=60_000)
    expect(admin.locator("#upload-list > li.upload-failure")).to_have_count(2, timeout=60_000)

    first = rows.filter(has_text="staand.jpg").locator("form")
    first.locator("[name$=description]").fill("Een tafel")
    first.locator("[name$=credit]").fill("An Peeters")
    first.locator("button[type=submit]").click()
    expect(rows).to_have_count(11)

    picture = CustomImage.objects.get(title="Een tafel")
    assert picture.height > picture.width


def test_one_that_is_there_already_asks_which_to_use(admin, drop):
    file = picture_file("foto.jpg")
    CustomImage.objects.create(title="Buurtfeest", description="x", credit="y", file=picture_file("foto.jpg"))
    admin.goto(reverse("wagtailimages:add_multiple"))

    drop({"foto.jpg": file})
    row = admin.locator("#upload-list > li")
    expect(row).to_contain_text("Buurtfeest")
    expect(row.locator("[name$=description]")).to_have_count(0)
    row.get_by_role("button", name="Toch uploaden").click()
    expect(row.locator("[name$=description]")).to_be_visible()

    drop({"foto.jpg": file})
    expect(row).to_have_count(2)
    row.last.get_by_text("Gebruik die").click()
    expect(row).to_have_count(1)

    assert CustomImage.objects.count() == 1


def test_the_cuts_follow_the_focal_area_as_the_site_cuts(admin):
    image = ImageFactory(file__width=1200, file__height=700)
    admin.goto(reverse("wagtailimages:edit", args=[image.pk]))

    for area in AREAS:
        places = admin.evaluate(PLACES, list(area))
        image.focal_point_x, image.focal_point_y, image.focal_point_width, image.focal_point_height = area
        for ratio, spec in SPECS.items():
            assert places[ratio] == pytest.approx(place(image, spec), abs=1), (area, spec)


def place(image, spec):
    """Where Wagtail's cut begins, in percent of the room that it has."""
    transform = Filter(spec.partition("|")[0]).get_transform(image)
    corners = [
        transform.untransform_vector(Vector(0, 0)),
        transform.untransform_vector(Vector(*transform.size)),
    ]
    (left, top), (right, bottom) = corners
    room = {"x": image.width - (right - left), "y": image.height - (bottom - top)}
    return [100 * start / room[axis] if room[axis] > 2 else 50 for axis, start in (("x", left), ("y", top))]
