"""The pictures of the examples: drawn here, in the colours of the house, when the examples are loaded."""

from wagtail.models import Collection

from cms.models import CustomImage
from media.pictures import encoded

from .drawing import draw
from .reading import WrongFixture

COLLECTION = "Voorbeelden"


def examples_collection():
    """The collection of the files of the examples, created if needed."""
    collection = Collection.objects.filter(depth=2, name=COLLECTION).first()
    return collection or Collection.get_first_root_node().add_child(name=COLLECTION)


def make_pictures(tables, values, problems, files):
    """Adds each file to `files` before it is written, so that it can be deleted if loading fails."""
    collection = examples_collection()
    for slug, table in tables.items():
        with problems.at("pictures.toml", slug):
            picture = picture_of(slug, table, collection)
            files.append(picture.file)
            picture.save(sizes_at_once=False)
            values.targets.add(CustomImage, slug, picture)


def picture_of(slug, table, collection):
    for key in ("title", "alt", "credit"):
        if not table.get(key):
            raise WrongFixture(key, "missing")
    picture = CustomImage(
        title=table["title"],
        description=table["alt"],
        credit=table["credit"],
        licence=table.get("licence", ""),
        people_shown=table.get("people_shown", ""),
        consent_note=table.get("consent_note", ""),
        consent_until=table.get("consent_until"),
        collection=collection,
        file=drawn(slug, table),
    )
    picture.full_clean()
    return picture


def drawn(slug, table):
    """The drawing as a PNG file: the same for the same slug, always. It is stored as it is, nobody has to clean it."""
    drawing = draw(table["motif"], table["shape"], table.get("accent", ""), slug)
    drawing.info = {"icc_profile": b""}
    return encoded(drawing, is_lossless=True, name=f"{slug}.png")
