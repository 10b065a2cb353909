"""A picture as Plone serializes it: in scales, at addresses below its page that lead to our sizes."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from .errors import not_found

FIELD, VIEW = "image", "@@images"
CONTENT_TYPE = "image/webp"
# Plone's names of sizes, by their width in pixels.
SCALES = {
    "icon": 32,
    "tile": 64,
    "thumb": 128,
    "mini": 200,
    "preview": 400,
    "teaser": 600,
    "large": 800,
    "larger": 1000,
    "great": 1200,
    "huge": 1600,
    "2k": 2000,
    "4k": 4000,
}


def serialize_picture(address, picture, image) -> dict:
    """The picture of the page at this address, as the API has it (`picture`), with what Plone adds.

    Its download is the largest size; `size` is that of the file that was uploaded (`image`), in bytes.
    """
    if not picture["renditions"]:
        return picture
    largest = picture["renditions"][-1]
    return picture | {
        "content-type": CONTENT_TYPE,
        "download": f"{address}/{VIEW}/{FIELD}",
        "filename": filename_of(largest),
        "size": image.file_size or 0,
        "width": largest["width"],
        "height": largest["height"],
        "scales": {name: serialize_scale(address, name, picture["renditions"]) for name in SCALES},
    }


def serialize_scale(address, name, renditions) -> dict:
    rendition = rendition_for(name, renditions)
    size = {"width": rendition["width"], "height": rendition["height"]}
    return {"download": f"{address}/{VIEW}/{FIELD}/{name}", **size}


def rendition_for(scale, renditions) -> dict:
    """The smallest size that is at least as wide as the scale, else the largest; takes them from small to large."""
    wide_enough = [each for each in renditions if each["width"] >= SCALES[scale]]
    return wide_enough[0] if wide_enough else renditions[-1]


def filename_of(rendition) -> str:
    return PurePosixPath(urlsplit(rendition["url"]).path).name


def address_of(picture, rest) -> str:
    """Where the file is that `image`, `image/<scale>` or the name of a file means. Raises 404 for another one."""
    renditions = picture["renditions"] if picture else []
    if renditions and rest == [FIELD]:
        return renditions[-1]["url"]
    if renditions and rest[:1] == [FIELD] and len(rest) == 2 and rest[1] in SCALES:
        return rendition_for(rest[1], renditions)["url"]
    for rendition in renditions:
        if rest == [filename_of(rendition)]:
            return rendition["url"]
    raise not_found()
