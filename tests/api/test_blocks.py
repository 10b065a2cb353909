"""Every kind of block that a page can hold is data, also when only what has to be in it is in it."""

import datetime

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from cms.blocks import TableBlock
from cms.models import Organisation, Person, Theme
from tests.factories import DocumentFactory, ImageFactory, OrganisationFactory, PersonFactory

from .cases import FACTORIES, ApiTestCase, uuid

VALUES = {
    blocks.BooleanBlock: True,
    blocks.DateBlock: datetime.date(2100, 3, 1),
    blocks.DateTimeBlock: datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.UTC),
    blocks.TimeBlock: datetime.time(9),
    blocks.IntegerBlock: 3,
    blocks.DecimalBlock: 3,
    blocks.URLBlock: "https://www.voorbeeld.be/",
    blocks.EmailBlock: "an@voorbeeld.be",
    blocks.RichTextBlock: "<p>Tekst</p>",
}
TABLE = {
    "caption": "Een tabel",
    "columns": [{"type": "text", "heading": "Kop"}],
    "rows": [{"values": ["cel"]}],
}


class BlockTests(ApiTestCase):
    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        cls.things = {
            Organisation: OrganisationFactory(),
            Person: PersonFactory(),
            Theme: cls.theme,
            Page: cls.platform,
        }
        cls.image, cls.document = ImageFactory(), DocumentFactory()

    def value_of(self, block, is_whole):
        """A value for this block: with everything in it, or with only what it can't do without."""
        if isinstance(block, blocks.StructBlock):
            return {
                name: self.value_of(child, is_whole)
                for name, child in block.child_blocks.items()
                if is_whole or child.required
            }
        if isinstance(block, blocks.ListBlock):
            return [self.value_of(block.child_block, is_whole)]
        if isinstance(block, blocks.StreamBlock):
            return [(name, self.value_of(child, is_whole)) for name, child in block.child_blocks.items()]
        if isinstance(block, TableBlock):
            return block.to_python(TABLE)
        return self.single_value(block)

    def single_value(self, block):
        if isinstance(block, ImageChooserBlock):
            return self.image
        if isinstance(block, DocumentChooserBlock):
            return self.document
        if isinstance(block, blocks.ChooserBlock):
            model = block.target_model
            return self.things.get(model) or model.objects.first()
        if isinstance(block, blocks.ChoiceBlock):
            return next(key for key, _label in block.field.choices if key)
        return next((value for kind, value in VALUES.items() if isinstance(block, kind)), "Een tekst")

    def streams(self, model):
        """Those that the API serves: private ones are for who registers and for colleagues."""
        private = getattr(model, "private_fields", ())
        fields = [field for field in model._meta.fields if isinstance(field, StreamField)]
        return [field for field in fields if field.name not in private]

    def test_every_block_of_every_type_whole_and_bare(self):
        for name in FACTORIES:
            for is_whole in (True, False):
                page = self.make(name)
                streams = self.streams(type(page))
                self.assertTrue(streams, name)
                for field in streams:
                    with self.subTest(collection=name, field=field.name, is_whole=is_whole):
                        value = self.value_of(field.stream_block, is_whole)
                        self.tell(name, page, field.name, value)

    def tell(self, name, page, field, value):
        setattr(page, field, value)
        type(page).objects.filter(pk=page.pk).update(**{field: getattr(page, field)})
        self.platform.save()  # a change, behind nobody's back
        data = self.get_json(f"{name}/{uuid(page)}")
        api_value = data[field]
        if isinstance(api_value, dict) and "blocks" in api_value:
            self.assertEqual(
                [block["type"] for block in api_value["blocks"]], [kind for kind, _value in value]
            )
            self.assertTrue(api_value["html"])
        else:
            self.assertIsInstance(api_value, list, field)
            self.assertEqual(len(api_value), len(value), field)

    def test_every_block_of_a_programme(self):
        for is_whole in (True, False):
            page = self.make("events")
            row = page.sessions.first()
            row.programme = self.value_of(row._meta.get_field("programme").stream_block, is_whole)
            type(row).objects.filter(pk=row.pk).update(programme=row.programme)
            self.platform.save()

            (data,) = self.get_json(f"events/{uuid(page)}")["sessions"]

            self.assertEqual(len(data["programme"]), 1)
