"""Rich text: what each editor offers, what is stored of the input, and what is shown."""

import json
import re
import time

from django.apps import apps
from django.template import Context, Template
from django.test import SimpleTestCase, TestCase
from hypothesis import example, given
from hypothesis import strategies as st
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import RichText

from api.values import html_of
from cms.blocks import BodyBlock
from rich_text import LINE_FEATURES, OUTLINE_FEATURES, TEXT_FEATURES, clean, holds_only
from rich_text.editor import RichTextArea

PLAYER = '<embed embedtype="media" url="https://www.youtube.com/watch?v=Abc123def"/>'
# What may never come out, each beside words that have to.
INTRUDERS = [
    PLAYER,
    '<iframe src="https://www.youtube.com/embed/Abc123def" title="Film"></iframe>',
    '<embed embedtype="image" format="left" id="1" alt="Een brug"/>',
    '<embed alt="Zonder sleutel"/>',
    '<img src="https://elders.be/teller.gif" onerror="alert(1)" alt="Teller">',
    "<script>alert(1)</script>",
    "<script>alert(1)",
    '<svg onload="alert(1)"><title>x</title></svg>',
    '<a href="javascript:alert(1)" onclick="alert(1)">Klik</a>',
    '<a href="jav&#x09;ascript:alert(1)">Klik</a>',
    '<p style="background:url(https://elders.be/x)" onmouseover="alert(1)">Tekst</p>',
    '<form action="https://elders.be/"><input name="x"></form>',
    '<link rel="stylesheet" href="https://elders.be/x.css"><style>p{color:red}</style>',
    "<h2>Kop</h2><h4>Kleine kop</h4>",
    '<b><p>Vet</p></b><li>Los<a linktype="page">dood</a><a linktype="page" id="x">ook</a>',
    '<p>Een <a linktype="document">weg</a><a linktype="page" id="99999999999999999999999">pagina</a></p>',
]
DANGEROUS = (
    "<iframe",
    "<embed",
    "<img",
    "<script",
    "<svg",
    "<form",
    "<link",
    "<style",
    "<h2",
    "<h4",
    "alert(",
)
DANGEROUS += ("javascript", "onclick", "onmouseover", "style=")


def rich_texts():
    """Yields every rich text field and block: its place and its features."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, RichTextField):
                yield f"{model._meta.label}.{field.name}", field.features, field.formfield().widget
            elif isinstance(field, StreamField):
                yield from rich_blocks(field.stream_block, f"{model._meta.label}.{field.name}")


def rich_blocks(block, place):
    if isinstance(block, RichTextBlock):
        yield place, block.features, block.field.widget
    elif isinstance(block, ListBlock):
        yield from rich_blocks(block.child_block, place)
    elif isinstance(block, StreamBlock | StructBlock | TypedTableBlock):
        for name, child in block.child_blocks.items():
            yield from rich_blocks(child, f"{place}.{name}")


def offered(widget):
    """The buttons of an editor."""
    options = widget.options
    kinds = [
        *options.get("blockTypes", []),
        *options.get("inlineStyles", []),
        *options.get("entityTypes", []),
    ]
    return {kind["type"] for kind in kinds} | ({"HR"} if options.get("enableHorizontalRule") else set())


TAGS = re.findall("\\w+", "p b i h2 ul ol li table tr td div span br blockquote a section u sup hr")
LINE_BUTTONS = {"BOLD", "ITALIC", "LINK"}
TEXT_BUTTONS = LINE_BUTTONS | {"DOCUMENT", "unordered-list-item", "ordered-list-item"}
OUTLINE_BUTTONS = TEXT_BUTTONS | {"header-two"}
# What readers never see as it is: it becomes blocks.
OUTLINES = {"cms.StartingText.text"}


class FeatureTests(SimpleTestCase):
    def test_every_editor_offers_one_of_the_lists_of_buttons(self):
        texts = list(rich_texts())

        self.assertGreater(len(texts), 60)
        for place, features, widget in texts:
            with self.subTest(place):
                if place in OUTLINES:
                    self.assertEqual((features, offered(widget)), (OUTLINE_FEATURES, OUTLINE_BUTTONS))
                    continue
                self.assertIn(features, [TEXT_FEATURES, LINE_FEATURES])
                self.assertEqual(offered(widget), TEXT_BUTTONS if features == TEXT_FEATURES else LINE_BUTTONS)
                self.assertIsInstance(widget, RichTextArea)

    def test_a_text_that_names_no_features_gets_ours(self):
        widget = get_rich_text_editor_widget()

        self.assertEqual(offered(widget), TEXT_BUTTONS)

    def test_every_editor_opens_on_anything_and_stores_nothing_but_its_features(self):
        for features in (TEXT_FEATURES, LINE_FEATURES, OUTLINE_FEATURES):
            widget = RichTextArea(features=features)
            for source in INTRUDERS:
                with self.subTest(source, features=features):
                    opened = widget.format_value(source)
                    stored = widget.value_from_datadict({"text": opened}, {}, "text")

                    self.assertTrue(holds_only(stored, features), stored)
                    self.assertEqual(words(stored), words(clean(source, features)))


class OutputTests(TestCase):
    def test_whatever_is_stored_nothing_comes_out_but_text_and_links(self):
        templates = {
            "field": Template("{% load wagtailcore_tags %}{{ text|richtext }}"),
            "block": Template("{{ block }}"),
        }
        for source in INTRUDERS:
            context = Context({"text": source, "block": RichText(source)})
            outputs = {name: template.render(context) for name, template in templates.items()}
            outputs["api"] = html_of(source)
            outputs["stream"] = html_of(BodyBlock().to_python([{"type": "paragraph", "value": source}]))
            for name, html in outputs.items():
                with self.subTest(source, name=name):
                    self.assertFalse([sign for sign in DANGEROUS if sign in html], html)

    def test_a_player_in_an_old_text_is_a_link(self):
        html = html_of(f"<p>Kijk</p>{PLAYER}")

        self.assertIn('<a href="https://www.youtube.com/watch?v=Abc123def">', html)


def words(html):
    return re.sub("<[^>]+>", " ", html).split()


class CleaningTests(SimpleTestCase):
    def test_what_is_not_offered_becomes_something_that_is(self):
        for source, cleaned in [
            ("<h2>Kop</h2><p>Tekst</p>", "<p><b>Kop</b></p><p>Tekst</p>"),
            ("<h2>Een</h2><h3>Twee</h3>", "<p><b>Een</b></p><p><b>Twee</b></p>"),
            ("<strong>Vet</strong> en <em>schuin</em>", "<p><b>Vet</b> en <i>schuin</i></p>"),
            ("<ul><li>a<ol><li>b</ol><li>c</ul>", "<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>"),
            ("<p>Een</p>Twee<div>Drie</div>", "<p>Een</p><p>Twee</p><p>Drie</p>"),
            ("<li><p>Een</p><p>Twee</p></li>", "<ul><li>Een<br/>Twee</li></ul>"),
            ("<blockquote>Zei ze<hr>Later</blockquote>", "<p>Zei ze</p><p>Later</p>"),
            ('<img alt="Een brug">', "<p>Een brug</p>"),
            ('<a href="https://a.be/?x=1&amp;y=2">A</a>', '<p><a href="https://a.be/?x=1&amp;y=2">A</a></p>'),
            ('<a linktype="document" id="5">A</a>', '<p><a linktype="document" id="5">A</a></p>'),
            ('<a linktype="document" id="x">A</a>', "<p>A</p>"),
            ("a < b & c", "<p>a &lt; b &amp; c</p>"),
            ("<p>Een</p><p></p><p>&nbsp;</p><ul><li></li></ul><p>Twee</p>", "<p>Een</p><p>Twee</p>"),
            ("12 m<sup>2</sup>, CO<sub>2</sub>, 10<sup>-3</sup>", "<p>12 m², CO₂, 10⁻³</p>"),
            ('<sup><a href="#ftnt1" id="ftnt_ref1">1</a></sup>', "<p>[1]</p>"),
            ('Woord<a href="doc.htm#_ftn1" name="_ftnref1">[1]</a>', "<p>Woord[1]</p>"),
            ('<a href="#inhoud">1</a>', '<p><a href="#inhoud">1</a></p>'),
        ]:
            with self.subTest(source):
                self.assertEqual(clean(source, TEXT_FEATURES), cleaned)

    def test_the_cells_of_a_table_stay_apart(self):
        table = "<table><tr><td>Brugge</td><td></td><td><p>12</p></td></tr><tr><td>Gent<td>3</table>Bron"

        cleaned = clean(table, TEXT_FEATURES)

        self.assertEqual(cleaned, "<p>Brugge | 12</p><p>Gent | 3</p><p>Bron</p>")

    def test_a_text_of_nothing_but_signs_takes_no_time(self):
        started = time.process_time()

        for sign in ("<", "<p", "<!--", "<![if", "<b>x", "<ul><li>"):
            clean(sign * 5000, TEXT_FEATURES)

        self.assertLess(time.process_time() - started, 5)

    def test_a_line_has_no_lists_and_no_files(self):
        cleaned = clean('<ul><li>Een</li><li><a linktype="document" id="1">Twee</a></li></ul>', LINE_FEATURES)

        self.assertEqual(cleaned, "<p>Een</p><p>Twee</p>")

    def test_what_an_editor_stored_stays_as_it_is(self):
        text = (
            '<p data-block-key="a1b2c">Een <b>vette</b> <i>en</i> <b><i>beide</i></b> &amp; '
            '<a href="mailto:an@b.be">mail</a>, <a linktype="page" id="3"><b>pagina</b></a><br/>nieuw</p>'
            '<ul><li data-block-key="b1">a<ul><li data-block-key="b2">b</li></ul></li></ul>'
        )

        stored = clean(text, TEXT_FEATURES)

        self.assertEqual(stored, text)
        self.assertTrue(holds_only(text, TEXT_FEATURES))

    @given(
        st.recursive(
            st.sampled_from(["woord", "nog een", "a &lt; b", "café"]),
            lambda children: st.builds(
                lambda tag, parts, is_closed: (
                    f"<{tag}>{' '.join(parts)}" + (f"</{tag}>" if is_closed else "")
                ),
                st.sampled_from(TAGS),
                st.lists(children, max_size=4),
                st.booleans(),
            ),
            max_leaves=20,
        )
    )
    @example("<td>woord<li>nog een</table>café")
    def test_no_word_is_lost_nor_glued_and_the_editor_opens(self, html):
        for features in (TEXT_FEATURES, LINE_FEATURES):
            cleaned = clean(html, features)

            self.assertTrue(holds_only(cleaned, features))
            self.assertEqual(clean(cleaned, features), cleaned)
            self.assertEqual([word for word in words(cleaned) if word != "|"], words(html))
            ContentstateConverter(features).from_database_format(cleaned)


class ContentStateTests(SimpleTestCase):
    """What a browser sends is stored with all its words, however odd."""

    def store(self, content, features=TEXT_FEATURES):
        data = {"text": content if isinstance(content, str) else json.dumps(content)}
        return RichTextArea(features=features).value_from_datadict(data, {}, "text")

    def block(self, text="Woorden", **values):
        return {"key": "abc", "type": "unstyled", "depth": 0, "text": text, **values}

    def test_a_block_that_is_not_offered_keeps_its_words(self):
        for kind, stored in [
            ("header-two", '<p data-block-key="abc"><b>Woorden</b></p>'),
            ("blockquote", '<p data-block-key="abc">Woorden</p>'),
            ("atomic", '<p data-block-key="abc">Woorden</p>'),
            ("unordered-list-item", '<ul><li data-block-key="abc">Woorden</li></ul>'),
        ]:
            with self.subTest(kind):
                self.assertEqual(self.store({"blocks": [self.block(type=kind)], "entityMap": {}}), stored)

    def test_styles_and_links_stand_where_they_were(self):
        block = self.block(
            "Een vette link",
            inlineStyleRanges=[{"offset": 4, "length": 10, "style": "BOLD"}],
            entityRanges=[{"offset": 10, "length": 4, "key": 0}],
        )
        link = {"type": "LINK", "mutability": "MUTABLE", "data": {"url": "https://a.be/"}}

        stored = self.store({"blocks": [block], "entityMap": {"0": link}})

        html = '<p data-block-key="abc">Een <b>vette </b><a href="https://a.be/"><b>link</b></a></p>'
        self.assertEqual(stored, html)

    def test_what_follows_an_emoji_keeps_its_style(self):
        """JavaScript counts an emoji as two."""
        block = self.block("😀 vet 👍🏽", inlineStyleRanges=[{"offset": 3, "length": 3, "style": "BOLD"}])

        stored = self.store({"blocks": [block], "entityMap": {}})
        opened = json.loads(RichTextArea(features=TEXT_FEATURES).format_value(stored))["blocks"][0]

        self.assertEqual(stored, '<p data-block-key="abc">😀 <b>vet</b> 👍🏽</p>')
        self.assertEqual(opened["inlineStyleRanges"], block["inlineStyleRanges"])
        split = self.block("😀", inlineStyleRanges=[{"offset": 1, "length": 1, "style": "BOLD"}])
        self.assertEqual(self.store({"blocks": [split], "entityMap": {}}), '<p data-block-key="abc">😀</p>')

    def test_a_link_that_leads_nowhere_and_a_picture_leave_their_words(self):
        for entity in [
            {"type": "LINK", "data": {}},
            {"type": "LINK", "data": {"url": 5}},
            {"type": "LINK", "data": {"url": "javascript:alert(1)"}},
            {"type": "LINK", "data": {"id": "x"}},
            {"type": "DOCUMENT", "data": {}},
            {"type": "IMAGE", "data": {}},
            {"type": "EMBED", "data": {"url": "https://www.youtube.com/watch?v=Abc123def"}},
            None,
        ]:
            with self.subTest(entity):
                block = self.block(entityRanges=[{"offset": 0, "length": 7, "key": 0}])

                stored = self.store({"blocks": [block], "entityMap": {"0": entity}})

                self.assertEqual(stored, '<p data-block-key="abc">Woorden</p>')

    def test_what_can_not_be_read_is_no_error(self):
        for content in [
            "",
            "null",
            "[]",
            "5",
            '{"blocks": 3}',
            '{"blocks": [3, null, {"text": 5}]}',
            "[" * 5000,
        ]:
            with self.subTest(content[:40]):
                self.assertNotIn("Woorden", self.store(content))
        overlapping = self.block(
            entityRanges=[{"offset": 0, "length": 5, "key": 0}, {"offset": 3, "length": 90, "key": 1}],
            inlineStyleRanges=[{"offset": -1}, {"offset": "x", "length": None}, 3],
        )
        link = {"type": "LINK", "data": {"url": "https://a.be/"}}

        stored = self.store({"blocks": [overlapping], "entityMap": {"0": link, "1": link}})

        self.assertEqual(words(stored), ["Woorden"])
        self.assertEqual(self.store("Gewone <b>woorden"), "<p>Gewone <b>woorden</b></p>")
