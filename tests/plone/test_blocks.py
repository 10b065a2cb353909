"""Every page as blocks of Volto: what stands in them, under which names, and what does not."""

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as PropertyCase
from wagtail.models import Page
from wagtail.rich_text import RichText

from plone.blocks.slate import html_nodes, plain
from tests.content_checks.form_pages import a_table
from tests.factories import DocumentFactory, ImageFactory, NewsPageFactory, PersonFactory
from tests.platforms.factories import CoordinatorPageFactory
from tests.practices import facts
from tests.practices.factories import PracticePageFactory

from .cases import DialectCase

KINDS = {"title", "description", "slate", "slateTable", "html", "listing"}
NODES = {"p", "h2", "h3", "h4", "h5", "h6", "h1", "ul", "ol", "li", "link", "strong", "em", "blockquote"}


def nodes_in(node):
    return [node, *[each for child in node.get("children", ()) for each in nodes_in(child)]]


class BlocksCase(DialectCase):
    def blocks(self, path, user=None):
        """The blocks in the order of the layout, which names each of them."""
        payload = self.get_json(path, user=user)
        ids = payload["blocks_layout"]["items"]
        self.assertEqual(set(ids), set(payload["blocks"]))
        self.assertEqual(len(ids), len(set(ids)))
        return [payload["blocks"][key] for key in ids]

    def blocks_of_body(self, *body):
        NewsPageFactory(parent=self.news, slug="proef", body=list(body))
        named = {"title", "description"}
        # Above the text stands the day of the news, under its name.
        return [block for block in self.blocks("nieuws/proef") if block["@type"] not in named][2:]

    def sections(self, path):
        """The words under each heading of a field."""
        words, heading = {}, ""
        for block in self.blocks(path):
            if block["@type"] == "slate" and block["value"][0]["type"] == "h2":
                heading = block["plaintext"]
            elif block["@type"] == "slate":
                words[heading] = f"{words.get(heading, '')}{block['plaintext']}"
        return words


class EveryPageTests(BlocksCase):
    def test_every_page_has_blocks_that_volto_knows(self):
        practices = self.lists["practices"]
        values = facts.as_model(facts.words(), facts.earlier(practices))
        PracticePageFactory(parent=practices, slug="vol", **values)
        for kind in self.lists:
            self.make(kind)
        pages = list(Page.objects.live().descendant_of(self.home, inclusive=True))
        self.assertGreater(len(pages), 10)
        for page in pages:
            with self.subTest(page.url_path):
                blocks = self.blocks(page.url_path.removeprefix(self.home.url_path))

                self.assertEqual(blocks[0], {"@type": "title"})
                self.assertLessEqual({block["@type"] for block in blocks}, KINDS)
                for block in blocks:
                    for node in [each for top in block.get("value", ()) for each in nodes_in(top)]:
                        self.assertTrue("text" in node or (node["type"] in NODES and node["children"]), node)

    def test_the_ids_stay_the_same(self):
        before, again = [self.get_json("nieuws/eerste")["blocks_layout"] for _ in range(2)]

        self.assertEqual(before, again)

    def test_lists_of_whole_pages_have_none(self):
        for item in self.get_json("nieuws", "?fullobjects=1")["items"]:
            self.assertNotIn("blocks", item)

    def test_a_list_and_the_home_page_show_what_is_below_them(self):
        for path in ("", "nieuws/"):
            with self.subTest(path):
                [listing] = [block for block in self.blocks(path) if block["@type"] == "listing"]

                shown = self.post(f"{path}@querystring-search", listing["querystring"]).json()

                self.assertEqual(
                    [item["@id"] for item in shown["items"]],
                    [item["@id"] for item in self.get_json(path)["items"]],
                )


class FieldTests(BlocksCase):
    def test_a_field_stands_under_what_editors_call_it(self):
        PracticePageFactory(
            parent=self.lists["practices"],
            slug="vol",
            problem="<p>Veel <b>mensen</b> zijn alleen.</p>",
            lessons="",
        )

        sections = self.sections("praktijken/vol")

        self.assertEqual(sections["Aanleiding"], "Veel mensen zijn alleen.")
        self.assertNotIn("Lessen", sections)

    def test_nought_is_a_value_and_an_amount_is_written_as_in_dutch(self):
        PracticePageFactory(parent=self.lists["practices"], slug="vol", participant_cost=0, staff_fte="1.5")

        sections = self.sections("praktijken/vol")

        self.assertEqual(sections["Kostprijs voor een deelnemer, in euro"], "0")
        self.assertEqual(sections["Personeel (voltijdse equivalenten)"], "1,5")

    def test_contact_details_obey_their_flags(self):
        person = PersonFactory(
            phone="+32 50 12 34 56", show_phone=False, email="an@streek.example", show_email=True
        )
        page = CoordinatorPageFactory(parent=self.platform, person=person)

        sections = self.sections(page.url_path.removeprefix(self.home.url_path))

        self.assertEqual(sections["E-mail"], "an@streek.example")
        self.assertNotIn("12 34 56", str(sections).replace("123456", "12 34 56"))

    def test_a_row_is_its_name_with_what_is_said_of_it(self):
        payload = self.sections(f"agenda/{self.make('events').slug}")

        self.assertIn("Organisatoren", payload)
        self.assertIn("Sessies", payload)


class TextTests(BlocksCase):
    def test_a_text_has_its_links_without_the_host_of_this_site(self):
        [block] = self.blocks_of_body(
            (
                "paragraph",
                RichText(f'<p>Lees <b>dit</b> <a linktype="page" id="{self.first.pk}">bericht</a>.</p>'),
            )
        )

        [paragraph] = block["value"]
        [link] = [node for node in nodes_in(paragraph) if node.get("type") == "link"]
        self.assertEqual(
            link, {"type": "link", "data": {"url": "/nieuws/eerste/"}, "children": [{"text": "bericht"}]}
        )
        self.assertIn({"type": "strong", "children": [{"text": "dit"}]}, paragraph["children"])
        self.assertEqual(block["plaintext"], "Lees dit bericht.")

    def test_a_list_in_a_list_stays_one(self):
        [outer] = html_nodes("<ul><li>een<ul><li>twee</li></ul></li><li>drie</li></ul>")

        self.assertEqual([child["type"] for child in outer["children"]], ["li", "li"])
        self.assertEqual(outer["children"][0]["children"][1]["type"], "ul")
        self.assertEqual(plain([outer]), "een twee drie")

    def test_headings_quotes_and_tables_are_what_they_are(self):
        heading, quote, table = self.blocks_of_body(
            ("heading", "Aanpak"),
            ("quote", {"text": "Ik kwam voor de soep.", "name": "An", "function": "buur"}),
            ("table", a_table(["Jaar", "Aantal"], [["2025", "31"]])),
        )

        self.assertEqual(heading["value"], [{"type": "h2", "children": [{"text": "Aanpak"}]}])
        self.assertEqual([node["type"] for node in quote["value"]], ["blockquote", "p"])
        self.assertEqual(quote["plaintext"], "Ik kwam voor de soep.\nAn, buur")
        self.assertEqual(table["@type"], "slateTable")
        kinds = [[cell["type"] for cell in row["cells"]] for row in table["table"]["rows"]]
        self.assertEqual(kinds, [["header", "header"], ["data", "data"]])

    def test_a_picture_says_what_it_shows(self):
        image = ImageFactory(description="Buren aan tafel <3", file__width=900)

        [block] = self.blocks_of_body(("image", {"image": image, "alt": "", "caption": "De soep"}))

        self.assertEqual(block["@type"], "html")
        self.assertIn('alt="Buren aan tafel &lt;3"', block["html"])
        self.assertIn("<figcaption>De soep</figcaption>", block["html"])

    def test_a_video_is_a_link_as_a_player_would_call_another_site(self):
        address = "https://www.youtube.com/watch?v=abcdefghijk"

        [block] = self.blocks_of_body(("video", {"title": "De film", "url": address, "has_captions": True}))

        self.assertEqual(block["@type"], "slate")
        self.assertIn(
            {"type": "link", "data": {"url": address}, "children": [{"text": "De film"}]},
            nodes_in(block["value"][0]),
        )

    def test_a_file_leads_to_its_address(self):
        document = DocumentFactory(title="Nota")

        [block] = self.blocks_of_body(("file", {"document": document, "title": "De nota"}))

        self.assertIn("De nota", block["plaintext"])
        self.assertIn(document.filename, str(block["value"]))


PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<h2>", "</h2>", "<br/>", "een ", "<", "&amp;", "<script>x</script>"),
    *("<ul><li>", "</li></ul>", "<ol><li>", "<a href='/x/'>", "</a>"),
]


class SlatePropertyTests(PropertyCase):
    @given(st.lists(st.sampled_from(PIECES)).map("".join))
    def test_any_html_becomes_nodes_that_slate_takes(self, html):
        for node in [each for top in html_nodes(html) for each in nodes_in(top)]:
            self.assertTrue("text" in node or (node["type"] in NODES and node["children"]))
