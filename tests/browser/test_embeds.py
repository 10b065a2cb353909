"""What other sites show of ours, in a real browser, on an origin of their own."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.checkers import axe_violations
from tests.browser.hosts import HIDDEN, WORDPRESS, WORDPRESS_WIDTH, script
from tests.practices.factories import PracticePageFactory

pytestmark = [pytest.mark.browser, pytest.mark.node]

LOADS = 6


def frame_of(visitor):
    return next(frame for frame in visitor.frames if "/embed/" in frame.url)


def height_of(visitor):
    return visitor.locator("iframe").first.evaluate("frame => frame.getBoundingClientRect().height")


class TestFrame:
    def lay(self, host, live_server, practices, attributes="", more=""):
        frame = (
            f'<iframe src="{practices.full_url}embed/" title="Praktijken" width="100%" {attributes}></iframe>'
        )
        return host.lay(frame + script(live_server) + more)

    @pytest.mark.parametrize("attributes", ["", 'sandbox="allow-scripts"'])
    def test_gets_the_height_of_what_is_in_it(self, practices, live_server, host, visitor, attributes):
        visitor.goto(self.lay(host, live_server, practices, attributes))

        visitor.wait_for_function("document.querySelector('iframe').getBoundingClientRect().height > 200")
        visitor.wait_for_timeout(300)
        frame = frame_of(visitor)
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
        wide = height_of(visitor)
        visitor.set_viewport_size({"width": 375, "height": 700})
        visitor.wait_for_timeout(500)
        assert height_of(visitor) > wide
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert axe_violations(frame) == []

    def test_only_the_frame_itself_is_heard_and_only_within_reason(
        self, practices, live_server, host, visitor
    ):
        host.lay("", path="/other")
        visitor.goto(
            self.lay(host, live_server, practices, more='<iframe src="/other" title="Iets anders"></iframe>')
        )
        visitor.wait_for_function("document.querySelector('iframe').getBoundingClientRect().height > 200")
        visitor.wait_for_timeout(300)
        before = height_of(visitor)
        other = next(frame for frame in visitor.frames if frame.url.endswith("/other"))

        other.evaluate("parent.postMessage({type: 'streekwijzer:height', height: 999}, '*')")
        visitor.evaluate("postMessage({type: 'streekwijzer:height', height: 999}, '*')")
        for height in ("'999'", "NaN", "null", "{}"):
            frame_of(visitor).evaluate(
                f"parent.postMessage({{type: 'streekwijzer:height', height: {height}}}, '*')"
            )
        visitor.wait_for_timeout(200)
        assert height_of(visitor) == before
        assert visitor.locator("iframe").nth(1).evaluate("frame => frame.style.height") == ""

        frame_of(visitor).evaluate("parent.postMessage({type: 'streekwijzer:height', height: 1e9}, '*')")
        visitor.wait_for_timeout(200)
        assert visitor.locator("iframe").first.evaluate("frame => frame.style.height") == "60000px"

    @pytest.mark.parametrize(
        "tag",
        ['<script src="{}/embed.js" async></script>', '<script type="module" src="{}/embed.js"></script>'],
    )
    def test_those_of_two_of_us_grow_whatever_script_is_first(
        self, practices, live_server, host, visitor, tag
    ):
        """The site is to be had under two names here, as two Streekwijzers would be."""
        other = live_server.url.replace("localhost", "127.0.0.1")
        addresses = [f"{home}{practices.url}embed/" for home in (live_server.url, other)]
        frames = "".join(f'<iframe src="{address}" title="Praktijken"></iframe>' for address in addresses)

        visitor.goto(host.lay(frames + tag.format(live_server.url) + tag.format(other)))

        assert live_server.url != other
        visitor.wait_for_function(
            "[...document.querySelectorAll('iframe')].every(f => f.getBoundingClientRect().height > 300)"
        )

    def test_a_long_list_is_shown_to_the_last_item(self, practices, live_server, host, visitor):
        for number in range(16):
            PracticePageFactory(parent=practices, title=f"Nog een {number}", search_description="Lang " * 60)
        visitor.set_viewport_size({"width": 375, "height": 700})
        frame = (
            f'<iframe src="{practices.full_url}embed/?limit=100" title="Praktijken" width="100%"></iframe>'
        )

        visitor.goto(host.lay(frame + script(live_server)))

        visitor.wait_for_function("document.querySelector('iframe').getBoundingClientRect().height > 5000")
        visitor.wait_for_timeout(300)
        expect(frame_of(visitor).locator("li")).to_have_count(24)
        assert frame_of(visitor).evaluate("document.documentElement.scrollHeight <= innerHeight")

    def test_can_be_read_without_any_script(self, practices, live_server, host, visitor):
        visitor.goto(
            host.lay(f'<iframe src="{practices.full_url}embed/" title="Praktijken" sandbox=""></iframe>')
        )

        frame = visitor.frame_locator("iframe")
        expect(frame.get_by_role("link", name="Praktijk 0")).to_be_visible()
        colour = frame.locator("li").first.evaluate("item => getComputedStyle(item).borderBlockStartWidth")
        assert colour == "4px"

    def test_a_link_opens_in_the_place_of_the_page_around_it(self, practices, live_server, host, visitor):
        visitor.goto(self.lay(host, live_server, practices))

        visitor.frame_locator("iframe").get_by_role("link", name="Praktijk 0").click()

        visitor.wait_for_url(f"{practices.full_url}praktijk-0/")
        expect(visitor.get_by_role("heading", level=1)).to_have_text("Praktijk 0", use_inner_text=True)

    def test_no_other_page_lets_itself_be_framed(self, practices, live_server, host, visitor):
        visitor.goto(host.lay(f'<iframe src="{practices.full_url}" title="Praktijken"></iframe>'))
        visitor.wait_for_timeout(300)

        expect(visitor.frame_locator("iframe").get_by_text("Praktijk 0")).to_be_hidden()


class TestWordPress:
    """What `/oembed` gives, as WordPress changes it (wp_filter_oembed_result) and listens to it."""

    def lay(self, host, visitor, live_server, address, version="7.2"):
        offer = visitor.request.get(
            f"{live_server.url}/oembed",
            params={"url": address, "maxwidth": WORDPRESS_WIDTH, "maxheight": WORDPRESS_WIDTH * 3 // 2},
            headers={"User-Agent": f"WordPress/{version}; https://www.stad.example"},
        ).json()
        quote, source, title = re.fullmatch(
            r'(<blockquote.*?</blockquote>)<iframe src="([^"]*)" title="([^"]*)".*', offer["html"]
        ).groups()
        html = (
            f"{quote.replace('<blockquote', '<blockquote data-secret=Ab1Cd2Ef3G')}"
            f'<iframe class="wp-embedded-content" sandbox="allow-scripts" security="restricted"'
            f' style="{HIDDEN[version]}"'
            f' src="{source}#?secret=Ab1Cd2Ef3G" data-secret="Ab1Cd2Ef3G" title="{title}"'
            f' width="{offer["width"]}" height="{offer["height"]}"></iframe>'
        )
        return host.lay(f"{html}<script>{WORDPRESS}</script>")

    def open(self, visitor, url):
        """Waits until the frame stands in the place of the quote, at a height that stays."""
        visitor.goto(url)
        visitor.wait_for_function("!document.querySelector('iframe').hasAttribute('style')")
        visitor.wait_for_timeout(300)

    @pytest.mark.parametrize("version", HIDDEN)
    def test_the_list_takes_the_place_of_the_quote_at_every_load(
        self, practices, live_server, host, visitor, version
    ):
        url = self.lay(host, visitor, live_server, practices.full_url, version)

        for _load in range(LOADS):
            visitor.goto(url)
            visitor.wait_for_function("!document.querySelector('iframe').hasAttribute('style')", timeout=3000)
            expect(visitor.locator("blockquote")).to_be_hidden()

        visitor.wait_for_timeout(300)
        assert 200 <= height_of(visitor) <= 1000
        assert frame_of(visitor).evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert axe_violations(frame_of(visitor)) == []

    def test_without_a_layout_the_longest_texts_fit(self, practices, live_server, host, visitor):
        for number in range(6):
            PracticePageFactory(
                parent=practices,
                title=f"{number} Een lange titel die wel wat zegt " * 3,
                search_description="Lang " * 60,
            )
        self.open(visitor, self.lay(host, visitor, live_server, practices.full_url))

        frame = frame_of(visitor)
        expect(frame.locator("li")).to_have_count(6)
        assert frame.evaluate("innerWidth") == WORDPRESS_WIDTH
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")

    def test_a_long_list_stays_within_what_wordpress_allows(self, practices, live_server, host, visitor):
        for number in range(20):
            PracticePageFactory(parent=practices, title=f"Nog een {number}")
        self.open(visitor, self.lay(host, visitor, live_server, f"{practices.full_url}?layout=list&limit=28"))

        expect(visitor.locator("iframe")).to_have_attribute("height", "1000")
        assert frame_of(visitor).evaluate("document.documentElement.scrollHeight > innerHeight")

    def test_a_link_to_us_is_followed_and_another_is_none(self, practices, live_server, host, visitor):
        self.open(visitor, self.lay(host, visitor, live_server, practices.full_url))
        frame = visitor.frame_locator("iframe")

        expect(frame.locator("a:not([href])")).to_have_count(1)
        frame.get_by_role("link", name="Praktijk 0").click()

        visitor.wait_for_url(f"{practices.full_url}praktijk-0/")


class TestBuilder:
    def test_choose_see_copy_paste_and_see_it_there(self, practices, live_server, host, browser):
        context = browser.new_context(locale="nl-BE", permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{practices.full_url}")
        page.get_by_role("link", name="Toon deze lijst op je eigen site").click()

        page.get_by_text("Thema", exact=True).click()
        page.get_by_role("checkbox", name="Wonen").check()
        page.get_by_role("radio", name="Lijst").check()
        page.get_by_label("Aantal").fill("2")
        page.get_by_label("Titel boven de lijst").fill("Wonen bij ons")
        page.get_by_label("Kleur").select_option("kempen")
        page.wait_for_url("**accent=kempen**")
        preview = page.locator(".preview streekwijzer-lijst")
        preview.get_by_role("heading", name="Wonen bij ons").wait_for()
        expect(preview.locator("li")).to_have_count(2)
        assert "theme=wonen" in page.url
        assert axe_violations(page) == []
        self.assert_pasted_works(context, page, host, "component", "streekwijzer-lijst")

        page.get_by_role("radio", name="Telefoon").check()
        assert preview.evaluate("element => element.clientWidth") <= 375
        page.get_by_role("link", name="Drupal").click()
        page.wait_for_url("**place=drupal*")
        page.frame_locator(".preview iframe").locator("body.r-kempen").wait_for()
        expect(page.get_by_label("Titel boven de lijst")).to_have_value("Wonen bij ons")
        self.assert_pasted_works(context, page, host, "frame", "iframe")
        context.close()

    def assert_pasted_works(self, context, page, host, part, name):
        page.locator(f"#{part}").get_by_role("button", name="Kopieer").click()
        page.locator(f"#{part}").get_by_role("button", name="Gekopieerd").wait_for()
        expect(page.locator("[data-announce]")).to_contain_text("Gekopieerd")
        pasted = page.evaluate("navigator.clipboard.readText()")
        other = context.new_page()
        other.goto(host.lay(pasted))
        other.locator(name).wait_for()
        shown = other if part == "component" else other.frame_locator(name)
        shown.get_by_role("link", name="Praktijk 1").wait_for()
        expect(shown.locator("li")).to_have_count(2)

    def test_a_click_while_the_last_choice_is_on_its_way_copies_what_was_chosen(
        self, practices, live_server, browser
    ):
        context = browser.new_context(locale="nl-BE", permissions=["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.goto(f"{practices.full_url}insluiten/")
        button = page.locator("#component").get_by_role("button", name="Kopieer")
        page.get_by_label("Titel boven de lijst").press_sequentially("Wonen")

        button.hover()
        page.mouse.down()
        page.wait_for_timeout(1000)
        page.mouse.up()

        page.locator("#component").get_by_role("button", name="Gekopieerd").wait_for()
        assert "Wonen" in page.evaluate("navigator.clipboard.readText()")
        context.close()

    def test_on_a_phone_the_button_stands_between_choices_and_preview(self, practices, live_server, browser):
        context = browser.new_context(locale="nl-BE", viewport={"width": 375, "height": 740})
        page = context.new_page()
        page.goto(f"{practices.full_url}insluiten/?place=wordpress")
        page.frame_locator(".preview iframe").locator("body.compact").wait_for()

        tops = [
            page.locator(part).first.evaluate("part => part.getBoundingClientRect().top + scrollY")
            for part in ("form[data-browse] [name=scheme]", "[data-copy]:not([hidden])", ".preview")
        ]
        assert tops == sorted(tops)
        assert tops[1] - tops[0] < 740 / 2
        context.close()

    def test_without_script_the_button_renews_the_preview(self, practices, live_server, browser):
        context = browser.new_context(locale="nl-BE", java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{practices.full_url}insluiten/?place=drupal")

        page.get_by_role("radio", name="Alleen titels").check()
        page.get_by_role("button", name="Vernieuw de voorvertoning").click()

        page.wait_for_url("**/insluiten/?*layout=compact*")
        page.frame_locator(".preview iframe").locator("body.compact").wait_for()
        expect(page.get_by_role("button", name="Kopieer")).to_have_count(0)
        context.close()
