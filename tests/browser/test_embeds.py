"""What other sites show of ours, in a real browser, on an origin of their own."""

import re
from urllib.parse import urlsplit

import pytest
from wagtail.models import Site

from partners.scripts import LATEST, VERSIONS
from tests.browser.checkers import axe_violations
from tests.browser.hosts import city, nobody, silence
from tests.factories import ThemeFactory, home_page
from tests.practices.factories import PracticeIndexPageFactory, PracticePageFactory

pytestmark = [pytest.mark.browser, pytest.mark.node]

# What stands in WordPress (wp-embed.js), as far as it concerns the frame: the same checks in the same order.
WORDPRESS = """
addEventListener("message", (event) => {
  const data = event.data;
  if (!data || !(data.secret || data.message || data.value) || /[^a-zA-Z0-9]/.test(data.secret)) return;
  const quotes = document.querySelectorAll(`blockquote[data-secret="${data.secret}"]`);
  for (const quote of quotes) quote.style.display = "none";
  for (const frame of document.querySelectorAll(`iframe[data-secret="${data.secret}"]`)) {
    if (event.source !== frame.contentWindow) continue;
    frame.removeAttribute("style");
    if (data.message === "height") {
      let height = parseInt(data.value, 10);
      if (height > 1000) height = 1000;
      else if (~~height < 200) height = 200;
      frame.height = height;
    }
    if (data.message === "link") {
      const from = new URL(frame.getAttribute("src"));
      const to = new URL(data.value);
      if (/^https?:$/i.test(to.protocol) && to.host === from.host && document.activeElement === frame)
        window.top.location.href = data.value;
    }
  }
});
addEventListener("load", () => {
  for (const frame of document.querySelectorAll("iframe.wp-embedded-content"))
    frame.contentWindow.postMessage({ message: "ready", secret: frame.dataset.secret }, "*");
});
"""


@pytest.fixture
def practices(transactional_db, live_server):
    """A list of eight practices, on a site that knows its own address."""
    parts = urlsplit(live_server.url)
    index = PracticeIndexPageFactory(parent=home_page(), title="Goede praktijken")
    Site.objects.update(hostname=parts.hostname, port=parts.port)
    Site.clear_site_root_paths_cache()
    theme = ThemeFactory(name="Wonen", slug="wonen")
    for number in range(8):
        PracticePageFactory(parent=index, title=f"Praktijk {number}", themes=[theme])
    yield index
    Site.clear_site_root_paths_cache()


@pytest.fixture
def host():
    with city() as host:
        yield host


@pytest.fixture
def visitor(browser):
    """Somebody on the site of the city. What breaks there is kept."""
    context = browser.new_context(locale="nl-BE", viewport={"width": 1000, "height": 800})
    page = context.new_page()
    page.broken = []
    page.on("pageerror", lambda error: page.broken.append(str(error)))
    yield page
    context.close()


def script(live_server):
    address = f"{live_server.url}/embed.{LATEST}.js"
    return f'<script src="{address}" integrity="{VERSIONS[LATEST]}" crossorigin="anonymous" async></script>'


def component(address, inside='<a href="/praktijken">Goede praktijken</a>', **attributes):
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<streekwijzer-lijst src="{address}"{more}>{inside}</streekwijzer-lijst>'


def strict(live_server):
    return f"default-src 'none'; script-src {live_server.url}; connect-src {live_server.url}"


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
        assert items(visitor).all_text_contents() == ["Praktijk 0", "Praktijk 1", "Praktijk 2"]
        assert items(visitor).first.get_attribute("href").startswith(practices.full_url)
        assert element.get_attribute("aria-busy") == "false"
        assert element.get_by_role("link", name="Bekijk de hele lijst (8)").get_attribute("href") == address
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

        assert [items(visitor, number).count() for number in (0, 1)] == [1, 2]
        assert visitor.locator("h2").all_text_contents() == ["Goede praktijken", "Bij ons"]
        assert visitor.broken == []

    def test_follows_its_attributes(self, practices, live_server, host, visitor):
        visitor.goto(host.lay(script(live_server) + component(practices.full_url, limit=1)))
        items(visitor).first.wait_for()

        visitor.evaluate("document.querySelector('streekwijzer-lijst').setAttribute('limit', 4)")

        items(visitor).nth(3).wait_for()
        assert items(visitor).count() == 4

    def test_shows_text_and_never_markup(self, practices, live_server, host, visitor):
        PracticePageFactory(parent=practices, title="<img src=x onerror=alert(1)>")
        visitor.goto(host.lay(script(live_server) + component(practices.full_url, limit=20)))
        items(visitor).first.wait_for()

        assert items(visitor).last.text_content() == "<img src=x onerror=alert(1)>"
        assert visitor.locator("streekwijzer-lijst img").count() == 0


class TestTrouble:
    """Whatever happens to us, the page around it works and keeps its link."""

    def assert_unharmed(self, visitor):
        link = visitor.get_by_role("link", name="Goede praktijken")
        assert link.is_visible()
        assert visitor.evaluate("window.own") == "works"
        assert visitor.broken == []

    def body(self, live_server, address):
        return f"{script(live_server)}{component(address)}<script>window.own = 'works'</script>"

    def test_a_server_that_is_down(self, practices, live_server, host, visitor):
        visitor.goto(host.lay(self.body(live_server, f"{nobody()}/praktijken/")))

        visitor.get_by_text("De lijst van Streekwijzer kan nu niet getoond worden.").wait_for()
        assert visitor.locator("streekwijzer-lijst").get_attribute("aria-busy") == "false"
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
        assert visitor.locator("iframe").first.evaluate("frame => frame.style.height") == "4000px"

    def test_can_be_read_without_any_script(self, practices, live_server, host, visitor):
        visitor.goto(
            host.lay(f'<iframe src="{practices.full_url}embed/" title="Praktijken" sandbox=""></iframe>')
        )

        frame = visitor.frame_locator("iframe")
        assert frame.get_by_role("link", name="Praktijk 0").is_visible()
        colour = frame.locator("li").first.evaluate("item => getComputedStyle(item).borderBlockStartWidth")
        assert colour == "4px"

    def test_a_link_opens_in_the_place_of_the_page_around_it(self, practices, live_server, host, visitor):
        visitor.goto(self.lay(host, live_server, practices))

        visitor.frame_locator("iframe").get_by_role("link", name="Praktijk 0").click()

        visitor.wait_for_url(f"{practices.full_url}praktijk-0/")
        assert visitor.get_by_role("heading", level=1).inner_text() == "Praktijk 0"

    def test_no_other_page_lets_itself_be_framed(self, practices, live_server, host, visitor):
        visitor.goto(host.lay(f'<iframe src="{practices.full_url}" title="Praktijken"></iframe>'))
        visitor.wait_for_timeout(300)

        assert not visitor.frame_locator("iframe").get_by_text("Praktijk 0").is_visible()


class TestWordPress:
    """What `/oembed` gives, as WordPress changes it (wp_filter_oembed_result) and listens to it."""

    def lay(self, host, visitor, live_server, address):
        headers = {"User-Agent": "WordPress/6.8; https://www.stad.example"}
        told = visitor.request.get(
            f"{live_server.url}/oembed", params={"url": address}, headers=headers
        ).json()
        quote, source, title = re.fullmatch(
            r'(<blockquote.*?</blockquote>)<iframe src="([^"]*)" title="([^"]*)".*', told["html"]
        ).groups()
        html = (
            f"{quote.replace('<blockquote', '<blockquote data-secret=Ab1Cd2Ef3G')}"
            f'<iframe class="wp-embedded-content" sandbox="allow-scripts"'
            f' style="position: absolute; visibility: hidden;"'
            f' src="{source}#?secret=Ab1Cd2Ef3G" data-secret="Ab1Cd2Ef3G" title="{title}"'
            f' width="{told["width"]}" height="{told["height"]}"></iframe>'
        )
        return host.lay(f"{html}<script>{WORDPRESS}</script>")

    def test_sizes_itself_and_takes_the_place_of_the_quote(self, practices, live_server, host, visitor):
        visitor.goto(self.lay(host, visitor, live_server, f"{practices.full_url}?layout=compact&limit=3"))

        visitor.wait_for_function("!document.querySelector('iframe').hasAttribute('style')")
        visitor.wait_for_timeout(300)
        frame = frame_of(visitor)
        assert visitor.locator("blockquote").is_hidden()
        assert 200 <= height_of(visitor) <= 1000
        assert frame.evaluate("document.documentElement.scrollHeight <= innerHeight")
        assert axe_violations(frame) == []

    def test_a_long_list_stays_within_what_wordpress_allows(self, practices, live_server, host, visitor):
        for number in range(20):
            PracticePageFactory(parent=practices, title=f"Nog een {number}")
        visitor.goto(self.lay(host, visitor, live_server, f"{practices.full_url}?layout=list&limit=28"))

        visitor.wait_for_function("!document.querySelector('iframe').hasAttribute('style')")
        visitor.wait_for_timeout(300)
        assert visitor.locator("iframe").get_attribute("height") == "1000"
        assert frame_of(visitor).evaluate("document.documentElement.scrollHeight > innerHeight")

    def test_a_link_to_us_is_followed_and_another_is_none(self, practices, live_server, host, visitor):
        visitor.goto(self.lay(host, visitor, live_server, practices.full_url))
        visitor.wait_for_function("!document.querySelector('iframe').hasAttribute('style')")
        frame = visitor.frame_locator("iframe")

        assert frame.locator("a:not([href])").count() == 1
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
        preview = page.frame_locator(".preview iframe")
        preview.get_by_role("heading", name="Wonen bij ons").wait_for()
        page.wait_for_function("location.search.includes('accent=kempen')")
        preview.locator("body.r-kempen").wait_for()
        assert preview.locator("li").count() == 2
        page.wait_for_timeout(300)
        assert "theme=wonen" in page.url
        assert axe_violations(page) == []

        page.get_by_role("radio", name="Telefoon").check()
        assert page.locator(".preview iframe").evaluate("frame => frame.clientWidth") <= 375
        page.reload()
        assert page.get_by_label("Titel boven de lijst").input_value() == "Wonen bij ons"

        for part, locator in (("component", "streekwijzer-lijst li"), ("frame", "iframe")):
            if part == "frame":
                page.locator("#frame summary").click()
            page.locator(f"#{part}").get_by_role("button", name="Kopieer").click()
            page.locator(f"#{part}").get_by_role("button", name="Gekopieerd").wait_for()
            page.wait_for_function(
                "document.querySelector('[data-announce]').textContent.includes('Gekopieerd')"
            )
            pasted = page.evaluate("navigator.clipboard.readText()")
            other = context.new_page()
            other.goto(host.lay(pasted))
            other.locator(locator).first.wait_for()
            shown = other if part == "component" else other.frame_locator("iframe")
            shown.get_by_role("link", name="Praktijk 1").wait_for()
            assert shown.locator("li").count() == 2
        context.close()

    def test_without_script_the_button_renews_the_preview(self, practices, live_server, browser):
        context = browser.new_context(locale="nl-BE", java_script_enabled=False)
        page = context.new_page()
        page.goto(f"{practices.full_url}insluiten/")

        page.get_by_role("radio", name="Alleen titels").check()
        page.get_by_role("button", name="Vernieuw het voorbeeld").click()

        page.wait_for_url("**/insluiten/?*layout=compact*")
        page.frame_locator(".preview iframe").locator("body.compact").wait_for()
        assert page.get_by_role("button", name="Kopieer").count() == 0
        context.close()
