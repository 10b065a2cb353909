"""The web component, in a real browser, on the page of somebody else."""

import pytest
from playwright.sync_api import expect

from partners.scripts import LATEST
from tests.browser.checkers import axe_violations
from tests.browser.hosts import component, nobody, script, silence, strict
from tests.practices.factories import PracticePageFactory

pytestmark = [pytest.mark.browser, pytest.mark.node]


def items(page, number=0):
    return page.locator("streekwijzer-lijst").nth(number).locator("li h3 a")


class TestComponent:
    def test_shows_the_list_under_a_strict_policy(self, practices, live_server, host, visitor):
        address = f"{practices.full_url}?theme=wonen"
        url = host.lay(
            script(live_server) + component(address, layout="list", limit=3, accent="kempen"),
            strict(live_server),
        )
        refused = []
        visitor.on(
            "console", lambda message: refused.append(message.text) if message.type == "error" else None
        )

        visitor.goto(url)
        items(visitor).first.wait_for()

        element = visitor.locator("streekwijzer-lijst")
        expect(items(visitor)).to_have_text(["Praktijk 0", "Praktijk 1", "Praktijk 2"])
        assert items(visitor).first.get_attribute("href").startswith(practices.full_url)
        expect(element).to_have_attribute("aria-busy", "false")
        expect(element.get_by_role("link", name="Bekijk de hele lijst (8)")).to_have_attribute(
            "href", address
        )
        assert element.evaluate(
            "e => getComputedStyle(e.shadowRoot.querySelector('ol')).borderBlockStartColor"
        ) == ("rgb(116, 48, 72)")
        assert axe_violations(visitor) == []
        assert [text for text in refused if "favicon" not in text] == []

    def test_dark_is_as_readable(self, practices, live_server, host, visitor):
        visitor.goto(
            host.lay(script(live_server) + component(practices.full_url, scheme="dark", accent="westhoek"))
        )
        items(visitor).first.wait_for()

        assert axe_violations(visitor) == []

    def test_several_of_them_and_the_script_twice(self, practices, live_server, host, visitor):
        body = (
            script(live_server) * 2
            + component(practices.full_url, limit=1)
            + component(f"{practices.full_url}embed/?layout=compact&limit=2&heading=Bij+ons")
        )
        visitor.goto(host.lay(body))
        items(visitor, 1).first.wait_for()
        items(visitor, 0).first.wait_for()

        expect(items(visitor, 0)).to_have_count(1)
        expect(items(visitor, 1)).to_have_count(2)
        expect(visitor.locator("h2")).to_have_text(["Goede praktijken", "Bij ons"])
        assert visitor.broken == []

    def test_follows_its_attributes(self, practices, live_server, host, visitor):
        visitor.goto(host.lay(script(live_server) + component(practices.full_url, limit=1)))
        items(visitor).first.wait_for()

        visitor.evaluate("document.querySelector('streekwijzer-lijst').setAttribute('limit', 4)")

        items(visitor).nth(3).wait_for()
        expect(items(visitor)).to_have_count(4)

    def test_shows_text_and_never_markup(self, practices, live_server, host, visitor):
        PracticePageFactory(parent=practices, title="<img src=x onerror=alert(1)>")
        visitor.goto(host.lay(script(live_server) + component(practices.full_url, limit=20)))
        items(visitor).first.wait_for()

        expect(items(visitor).last).to_have_text("<img src=x onerror=alert(1)>")
        expect(visitor.locator("streekwijzer-lijst img")).to_have_count(0)


class TestTrouble:
    """Whatever happens to us, the page around it works and keeps its link."""

    def assert_unharmed(self, visitor):
        link = visitor.get_by_role("link", name="Goede praktijken")
        expect(link).to_be_visible()
        assert visitor.evaluate("window.own") == "works"
        assert visitor.broken == []

    def body(self, live_server, address):
        return f"{script(live_server)}{component(address)}<script>window.own = 'works'</script>"

    def test_a_server_that_is_down(self, practices, live_server, host, visitor):
        visitor.goto(host.lay(self.body(live_server, f"{nobody()}/praktijken/")))

        visitor.get_by_text("De lijst van Streekwijzer kan nu niet getoond worden.").wait_for()
        expect(visitor.locator("streekwijzer-lijst")).to_have_attribute("aria-busy", "false")
        self.assert_unharmed(visitor)
        assert axe_violations(visitor) == []

    @pytest.mark.parametrize("path", ["?theme=atlantis", "bestaat-niet/"])
    def test_an_address_that_is_wrong(self, practices, live_server, host, visitor, path):
        visitor.goto(host.lay(self.body(live_server, practices.full_url + path)))

        visitor.get_by_text("kan nu niet getoond worden").wait_for()
        self.assert_unharmed(visitor)

    @pytest.mark.parametrize("address", ["", "javascript:alert(1)", "http://", "data:text/html,x"])
    def test_no_address_at_all(self, practices, live_server, host, visitor, address):
        visitor.goto(host.lay(self.body(live_server, address)))

        visitor.get_by_text("kan nu niet getoond worden").wait_for()
        self.assert_unharmed(visitor)

    def test_a_server_that_never_answers(self, practices, live_server, host, visitor):
        with silence() as address:
            visitor.clock.install()
            visitor.goto(host.lay(self.body(live_server, f"{address}/praktijken/")))
            visitor.locator("streekwijzer-lijst[aria-busy=true]").wait_for(state="attached")
            self.assert_unharmed(visitor)

            visitor.clock.fast_forward(9000)

            visitor.get_by_text("kan nu niet getoond worden").wait_for()
            self.assert_unharmed(visitor)

    def test_a_script_that_never_comes_or_is_not_ours(self, practices, live_server, host, visitor):
        with silence() as address:
            for source in (f"{address}/embed.1.js", f"{nobody()}/embed.1.js", f"{host.url}/embed.1.js"):
                host.pages["/embed.1.js"] = "window.own = 'stolen'", ""
                tag = script(live_server).replace(f"{live_server.url}/embed.{LATEST}.js", source)
                body = f"{tag}{component(practices.full_url)}<script>window.own = 'works'</script>"
                visitor.goto(host.lay(body), wait_until="domcontentloaded")
                visitor.wait_for_timeout(300)
                self.assert_unharmed(visitor)

    def test_the_reason_reaches_the_console_and_an_event(self, practices, live_server, host, visitor):
        warnings = []
        visitor.on(
            "console", lambda message: warnings.append(message.text) if message.type == "warning" else None
        )
        listen = "addEventListener('streekwijzer:error', ({ detail }) => (window.failure = detail))"
        address = f"{practices.full_url}?theme=atlantis"
        body = f"<script>{listen}</script>{script(live_server)}{component(address)}"

        visitor.goto(host.lay(body))
        visitor.get_by_text("kan nu niet getoond worden").wait_for()

        failure = visitor.evaluate("window.failure")
        assert failure == {"status": 400, "reason": "Thema: We kennen “atlantis” niet.", "src": address}
        assert any("We kennen “atlantis” niet." in text for text in warnings)

    @pytest.mark.parametrize("paper", ["white", "#1b2520"])
    def test_is_told_in_the_colour_of_the_page_around_it(self, practices, live_server, host, visitor, paper):
        """A page that is always light, or always dark, whatever the visitor likes."""
        ink = "black" if paper == "white" else "white"
        style = f"<style>body {{ background: {paper}; color: {ink} }} a {{ color: inherit }}</style>"
        visitor.emulate_media(color_scheme="dark" if paper == "white" else "light")

        visitor.goto(host.lay(f"{style}{script(live_server)}{component(nobody())}"))

        visitor.get_by_text("kan nu niet getoond worden").wait_for()
        assert axe_violations(visitor) == []


# What a page can set on the element that is no business of the list in it.
LOUD = (
    "white-space: nowrap; text-transform: uppercase; letter-spacing: .5em; word-spacing: 1em; text-indent: 5em;"
    " text-align: right; font-style: italic; font-weight: 900; font-variant: small-caps; line-height: 3;"
    " list-style: square; word-break: break-all; hyphens: auto; text-shadow: 0 0 3px red; tab-size: 20;"
    " direction: rtl; font-stretch: condensed; user-select: none; quotes: none"
)
STYLE_OF = """element => Object.fromEntries([...element.shadowRoot.querySelectorAll("section, h2, li, h3, p, a")].map(
  (part, number) => [number, Object.fromEntries([...getComputedStyle(part)].map(
    (name) => [name, getComputedStyle(part).getPropertyValue(name)]))]))"""


class TestPageAroundIt:
    def show(self, host, live_server, visitor, practices, style="", around=""):
        element = component(practices.full_url, limit=2)
        visitor.goto(
            host.lay(
                f"<style>{style}</style><div style='{around}; width: 40rem'>{element}</div>{script(live_server)}"
            )
        )
        items(visitor).first.wait_for()
        return visitor.locator("streekwijzer-lijst")

    def test_nothing_of_its_text_style_comes_in_but_the_letter(self, practices, live_server, host, visitor):
        quiet = self.show(host, live_server, visitor, practices, around="font: 20px monospace")
        expected = quiet.evaluate(STYLE_OF)

        loud = self.show(host, live_server, visitor, practices, around=f"font: 20px monospace; {LOUD}")

        styles = loud.evaluate(STYLE_OF)
        assert [
            (part, name, value, style[name])
            for part, style in expected.items()
            for name, value in styles[part].items()
            if value != style[name]
        ] == []
        assert expected["0"]["font-family"] == "monospace"

    def test_a_long_word_stays_within_a_narrow_column(self, practices, live_server, host, visitor):
        PracticePageFactory(parent=practices, title="Tewerkstellingsbegeleidings" * 4)
        visitor.set_viewport_size({"width": 320, "height": 700})

        visitor.goto(host.lay(script(live_server) + component(practices.full_url, limit=9)))

        items(visitor).last.wait_for()
        assert visitor.evaluate("document.documentElement.scrollWidth") == 320

    def test_auto_is_light_or_dark_as_that_page_is(self, practices, live_server, host, visitor, subtests):
        white, black = "rgb(255, 255, 255)", "rgb(27, 37, 32)"
        element = self.show(host, live_server, visitor, practices)
        for of_page, of_visitor, own, paper in [
            ("normal", "dark", "", white),
            ("light", "dark", "", white),
            ("dark", "light", "", black),
            ("light dark", "dark", "", black),
            ("light dark", "light", "", white),
            ("dark", "dark", "light", white),
            ("light", "light", "dark", black),
        ]:
            with subtests.test(page=of_page, visitor=of_visitor, own=own):
                visitor.emulate_media(color_scheme=of_visitor)
                visitor.evaluate("scheme => (document.documentElement.style.colorScheme = scheme)", of_page)
                element.evaluate("(element, scheme) => element.setAttribute('scheme', scheme)", own)
                visitor.locator("streekwijzer-lijst[aria-busy=false]").wait_for()
                section = element.locator("section")
                assert section.evaluate("part => getComputedStyle(part).backgroundColor") == paper
                assert axe_violations(visitor) == []
