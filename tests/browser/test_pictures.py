"""Pictures of every shape, and the column beside a practice, in windows of every width."""

import pytest
from playwright.sync_api import expect

from practices.models import PracticePage
from tests.events.factories import EventIndexPageFactory, EventPageFactory
from tests.factories import ImageFactory, NewsIndexPageFactory, NewsPageFactory
from tests.practices.factories import PracticePageFactory

pytestmark = pytest.mark.browser
WIDTHS = (320, 375, 1280)
SHAPES = {"portrait": (300, 1200), "tiny": (40, 30), "panorama": (2400, 60), "huge": (3000, 2000)}
LONG = "<p>Een zin die iets zegt. <a href='https://voorbeeld.be/'>Lees meer</a>.</p>" * 40
# The images that are shown wider or higher than they are, or in other proportions; and whether the page can be moved.
SHOWN = """() => {
  const size = (image) => ["width", "height"].map((name) => +image.getAttribute(name));
  const box = (image) => [image.clientWidth, image.clientHeight, ...size(image)];
  const images = [...document.querySelectorAll("main img")].map(box);
  return {
    count: images.length,
    large: images.filter(([w, h, width, height]) => w > width || h > height + 1),
    bent: images.filter(([w, h, width, height]) => Math.abs(w * height / width - h) > 1),
    spill: document.documentElement.scrollWidth - innerWidth,
  };
}"""
IN_SIGHT = """() => {
  const box = document.querySelector(".with-side > .side").getBoundingClientRect();
  const text = document.querySelector(".with-side .text").getBoundingClientRect();
  return box.top >= 0 && box.bottom <= innerHeight && box.left >= text.right - 1;
}"""
# Whether the focused element is what stands in its own middle: nothing covers it.
UNCOVERED = """() => {
  const box = document.activeElement.getClientRects()[0];
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return top && (document.activeElement.contains(top) || top.contains(document.activeElement));
}"""


def pictured():
    for size in SHAPES.values():
        image = ImageFactory(file__width=size[0], file__height=size[1], credit="Fotograaf" * 12)
        image.make_sizes()
        yield image


@pytest.mark.parametrize("width", WIDTHS)
def test_no_picture_is_enlarged_bent_or_wider_than_the_window(page, practices, width):
    news, agenda = (
        NewsIndexPageFactory(parent=practices.get_parent()),
        EventIndexPageFactory(parent=practices.get_parent()),
    )
    pages = [practices, news, agenda]
    for image in pictured():
        for index, factory in (
            (practices, PracticePageFactory),
            (news, NewsPageFactory),
            (agenda, EventPageFactory),
        ):
            pages.append(factory(parent=index, listing_image=image))
    page.set_viewport_size({"width": width, "height": 800})

    for each in pages:
        page.goto(each.url)
        shown = page.evaluate(SHOWN)

        assert shown["count"] >= 1, each.url
        assert (shown["large"], shown["bent"], shown["spill"]) == ([], [], 0), each.url


@pytest.fixture
def practice(practices):
    practice = PracticePage.objects.first()
    practice.approach = [{"type": "paragraph", "value": LONG}]
    practice.save_revision().publish()
    return practice


def test_the_column_beside_a_practice_stays_in_sight_and_covers_nothing(page, practice):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.emulate_media(reduced_motion="reduce")
    page.goto(practice.url)
    for top in (1200, 2000):
        page.evaluate(f"scrollTo({{top: {top}, behavior: 'instant'}})")
        assert page.evaluate(IN_SIGHT), top

    for _press in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(UNCOVERED)
    expect(page.locator("[data-save]")).to_have_count(1)


@pytest.mark.parametrize("size", [(375, 700), (1280, 400)], ids=["phone", "low"])
def test_in_a_small_window_it_stays_where_it_stands(page, practice, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})

    page.goto(practice.url)

    assert (
        page.evaluate("getComputedStyle(document.querySelector('.with-side > .side')).position") == "static"
    )
    order = page.evaluate("[...document.querySelectorAll('main h2')].map((heading) => heading.id)")
    assert order.index("aanpak") < order.index("contact")


def test_saved_practices_are_compared_from_there(page, practices):
    for practice in PracticePage.objects.all()[:2]:
        page.goto(practice.url)
        page.locator("[data-save]").click()

    page.locator("[data-compare] a").first.click()

    expect(page.locator("table.compare thead th")).to_have_count(2)
