"""Every template, on a desktop and a phone, light and dark, with forced colours: accessible, valid, not too wide.

And within its Content-Security-Policy.
"""

import re

import pytest
from django.core.management import call_command
from wagtail.models import Page
from wagtail.rich_text import RichText

from practices.models import PracticeIndexPage, PracticePage
from tests.browser.checkers import ALL, COLOURS, axe_violations, collect_violations, html_errors
from tests.factories import DocumentFactory
from tests.media.documents import SOUNDS, document_file
from tests.practices import facts

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.java]

DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 375, "height": 740}
# A size and colours, and the rules of axe that can say something else there.
PROFILES = {
    "desktop": (DESKTOP, {}, ALL),
    "phone": (PHONE, {}, ALL),
    "dark": (DESKTOP, {"color_scheme": "dark"}, COLOURS),
    "forced colours": (DESKTOP, {"forced_colors": "active"}, COLOURS),
}
# Without motion: a colour that is still turning into another is neither.
AS_USUAL = {"color_scheme": "light", "forced_colors": "none", "reduced_motion": "reduce"}
NARROWEST = 320


@pytest.fixture
def addresses(transactional_db):
    """A page of every type, and what has an address without being a page."""
    call_command("make_site", verbosity=0)
    call_command("load_demo", seeds_only=True, verbosity=0)
    # The demo knows little more of its practices than their titles: invented ones are complete.
    call_command("load_scale", practices=20, verbosity=0)
    full = PracticePage.objects.filter(is_stub=False).exclude(indicators=[]).exclude(pitfalls=[]).first()
    give_every_fact(full)
    first = {type(page): page for page in Page.objects.live().filter(depth__gt=1).specific().order_by("-pk")}
    stub, other = PracticePage.objects.filter(is_stub=True)[:2]
    practices = PracticeIndexPage.objects.order_by("depth").first().url
    chosen = f"?practice={stub.pk}&practice={other.pk}"
    return [
        *[page.url for page in first.values()],
        full.url,
        f"{full.url}embed/",
        full.owners.first().organisation.get_absolute_url(),
        f"/reactie/{full.translation_key}/",
        full.owner_organisations[0].get_absolute_url(),
        f"{practices}?theme=wonen&status=none",
        f"{practices}?theme=wonen&status=idea",
        f"{practices}?theme=bestaat-niet",
        f"{practices}?q=xyzzy&theme=wonen",
        f"{practices}bewaard/",
        f"{practices}bewaard/{chosen}",
        f"{practices}vergelijk/{chosen}",
        *[page.url for page in Page.objects.filter(slug__in=OWN_LISTS, depth=5)[:3]],
        *OTHERS,
    ]


def give_every_fact(practice):
    """The rows and fields that invented practices leave empty."""
    values = facts.as_model(facts.words(), facts.earlier(practice.get_parent()))
    for name, value in {**values.pop("rows"), **values}.items():
        setattr(practice, name, value)
    recording = DocumentFactory(file=document_file("gesprek.mp3", SOUNDS["mp3"]))
    said = {"title": "Gesprek met de straathoekwerker", "transcript": RichText("<p>Dag.</p>")}
    for source in (
        {"document": recording, "duration": "24 minuten"},
        {"url": "https://voorbeeld.be/podcast"},
    ):
        practice.approach.append(("audio", {**said, **source}))
    practice.save_revision().publish()


OWN_LISTS = ["nieuws", "praktijken", "agenda"]  # those of one platform
OTHERS = [
    "/nieuws/?year=2021&theme=bestaat-niet",
    "/nieuws/?q=xyzzy",
    "/agenda/?when=past",
    "/agenda/?q=xyzzy",
    "/themas/",
    "/themas/wonen/",
    "/platformen/?theme=wonen",
    "/zoeken/",
    "/zoeken/?q=wonen",
    "/zoeken/?q=thuislosheid",
    "/zoeken/?q=xyzzy",
    "/coordinatoren/?theme=wonen&platform=rivierenland",
    "/coordinatoren/?theme=bestaat-niet",
    "/vind-je-platform/",
    "/vind-je-platform/?q=mechelen",
    "/vind-je-platform/?q=borsbeek",
    "/vind-je-platform/?q=sint",
    "/vind-je-platform/?q=xyzzy",
    "/vind-je-platform/?region=westhoek",
    "/cijfers/",
    "/praktijken/embed/",
    "/praktijken/embed/?layout=list&accent=kempen&scheme=dark",
    "/praktijken/embed/?theme=wonen&q=xyzzy",
    "/praktijken/embed/?theme=bestaat-niet",
    "/nieuws/embed/?layout=compact&accent=ink",
    "/agenda/embed/",
    "/bestaat-niet/embed/",
    "/praktijken/insluiten/?theme=wonen&layout=list",
    "/praktijken/insluiten/?place=wordpress&layout=list&limit=20",
    "/agenda/insluiten/?place=reader",
    "/praktijken/insluiten/?place=program",
    "/agenda/insluiten/?theme=bestaat-niet&limit=0",
    "/bestaat-niet/",
]


def is_too_wide(page):
    page.set_viewport_size({"width": NARROWEST, "height": 740})
    return page.evaluate("document.documentElement.scrollWidth") > NARROWEST


def test_every_template_is_accessible_valid_and_narrow_enough(
    addresses, browser, live_server, tmp_path, subtests
):
    """Each page is opened once, and then shown as each profile has it."""
    files = {}
    page = browser.new_context(base_url=live_server.url, locale="nl-BE", viewport=DESKTOP).new_page()
    refused = collect_violations(page)
    for address in addresses:
        page.emulate_media(**AS_USUAL)
        response = page.goto(address)
        assert response.status < 500
        with subtests.test(address=address, policy="kept"):
            assert refused == []
        files[address] = tmp_path / f"{re.sub(r'[^a-z0-9]+', '-', address)}.html"
        files[address].write_bytes(response.body())
        for profile, (viewport, media, rules) in PROFILES.items():
            with subtests.test(address=address, profile=profile):
                page.set_viewport_size(viewport)
                page.emulate_media(**AS_USUAL | media)
                assert axe_violations(page, rules) == []
        with subtests.test(address=address, width=NARROWEST):
            assert not is_too_wide(page)
        refused.clear()  # axe itself adds styles
    with subtests.test("valid HTML"):
        assert html_errors(files.values()) == []
