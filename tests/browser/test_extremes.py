"""Every template with the content of `extremes`: nothing spills out of its box, nothing scrolls sideways."""

import pytest
from django.core.management import call_command
from wagtail.models import Page

from practices.models import PracticeIndexPage, PracticePage
from tests.browser.checkers import axe_violations
from tests.browser.extremes import strain

pytestmark = [pytest.mark.browser, pytest.mark.node]

# 320 px is also what is left of 1,280 px at 400 % (WCAG 2.2, success criterion 1.4.10).
SIZES = [(320, 640), (375, 740), (1280, 900)]
SPILLS = """() => {
  const spills = [];
  const shown = {visibilityProperty: true, contentVisibilityAuto: true};
  const unseen = ".hidden-label, .trap, .skip, [popover]:not(:popover-open)";
  const scrolled = `${unseen}, .scroll-x, svg, select, textarea, option, pre`;
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const text = words.currentNode, holder = text.parentElement;
    if (!text.data.trim() || !holder.checkVisibility(shown) || holder.closest(scrolled)) continue;
    let box = holder;
    while (["inline", "contents"].includes(getComputedStyle(box).display)) box = box.parentElement;
    const range = document.createRange();
    range.selectNodeContents(text);
    const limits = box.getBoundingClientRect();
    if (limits.width < 2) continue;
    for (const rect of range.getClientRects()) {
      if (rect.width < 2) continue;
      const over = Math.max(rect.right - limits.right, limits.left - rect.left);
      if (over > 1.5) {
        spills.push(`${box.tagName}.${box.className} +${Math.round(over)}: ${text.data.trim().slice(0, 50)}`);
        break;
      }
    }
  }
  for (const element of document.body.querySelectorAll("main *")) {
    const parent = element.parentElement, style = getComputedStyle(element);
    if (!element.checkVisibility(shown) || element.closest(scrolled) || parent.closest(scrolled)) continue;
    if (["inline", "contents"].includes(style.display) || ["absolute", "fixed"].includes(style.position)) continue;
    if (["inline", "contents"].includes(getComputedStyle(parent).display)) continue;
    const over = element.getBoundingClientRect().right - parent.getBoundingClientRect().right;
    if (over > 1.5 && parseFloat(style.marginRight) >= 0) {
      const [inner, outer] = [element, parent].map((part) => `${part.tagName}.${part.className}`);
      spills.push(`${inner} out of ${outer} +${Math.round(over)}`);
    }
  }
  return [...new Set(spills)];
}"""
LISTS = [
    "/themas/",
    "/themas/wonen/",
    "/cijfers/",
    "/agenda/?when=past",
    "/zoeken/?q=meervoudigepersoonlijkheidsstoornissen",
    "/vind-je-platform/?q=mechelen",
    "/vind-je-platform/?region=westhoek",
    "/praktijken/embed/",
    "/agenda/embed/?layout=compact",
    "/nieuws/embed/?layout=list",
    "/praktijken/insluiten/?theme=wonen&layout=list",
    "/praktijken/?q=xyzzy&theme=wonen",
]


@pytest.fixture
def addresses(transactional_db):
    """A page of every type, as the demo has it and with no data, the lists, and what compares and keeps practices."""
    call_command("make_site", verbosity=0)
    call_command("load_demo", verbosity=0)
    call_command("load_scale", practices=20, yes=True, verbosity=0)
    strain()
    pages = Page.objects.live().filter(depth__gt=1).specific()
    of_types = {type(page): page for page in sorted(pages, key=lambda page: len(page.url_path))}
    oldest = {type(page): page for page in pages.order_by("-pk")}
    practices = PracticeIndexPage.objects.order_by("depth").first().url
    chosen = "&".join(f"practice={pk}" for pk in PracticePage.objects.live().values_list("pk", flat=True)[:4])
    bare = [page.url for page in pages if page.slug.startswith("niets-")]
    [owned, *_more] = PracticePage.objects.live().filter(is_stub=False)
    return [
        *dict.fromkeys(page.url for page in [*of_types.values(), *oldest.values()]),
        *bare,
        f"{practices}bewaard/?{chosen}",
        f"{practices}vergelijk/?{chosen}",
        owned.owners.first().organisation.get_absolute_url(),
        f"/reactie/{owned.translation_key}/",
        *LISTS,
    ]


def test_nothing_spills_and_nothing_scrolls_sideways(addresses, browser, live_server, subtests):
    context = browser.new_context(base_url=live_server.url, locale="nl-BE", reduced_motion="reduce")
    page = context.new_page()
    for address in addresses:
        page.goto(address)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            with subtests.test(address=address, width=width):
                assert page.evaluate(SPILLS) == []
                assert page.evaluate("document.documentElement.scrollWidth") <= width
        with subtests.test(address=address, checked="axe"):
            page.set_viewport_size({"width": 320, "height": 640})
            page.emulate_media(color_scheme="dark")
            assert axe_violations(page) == []
            page.emulate_media(color_scheme="light")
    context.close()
