"""Rewrites uploaded pictures: fully decoded, upright, within size limits, without metadata such as camera and place.

One at a time per machine, because decoding takes up to half a gigabyte.
"""

import ctypes
import logging
import math
import time
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

logger = logging.getLogger(__name__)

# Pillow's names. JFIF and MPO (double pictures of some phones) are JPEG.
FORMATS = ["AVIF", "GIF", "HEIF", "JPEG", "PNG", "WEBP"]
# The pixel limit per format, relative to the setting, for the same memory. Measured at 50 megapixels: AVIF, PNG and
# progressive JPEG up to 530 MB, WebP 805 MB; a plain JPEG is decoded at half its size, in 130 MB.
RELATIVE_BOUNDS = {"WEBP": 0.6, "plain JPEG": 3}
# The longest side in WebP.
LONGEST_SIDE = 16_383
JPEG_QUALITY = 90
# Minimum sides of a working copy: one and a half times the largest width and height that are shown.
COPY_SIZE = (2_400, 945)
LOSSLESS = {"GIF", "PNG"}
MODES = {"L", "RGB", "RGBA"}
# The `info` keys of a file that Pillow wrote.
OWN_INFO = {"icc_profile", "jfif", "jfif_density", "jfif_unit", "jfif_version"}
COLOUR_SPACES = {b"GRAY": "L", b"RGB ": "RGB"}
WAIT_SECONDS = 30


class PictureError(ValueError):
    """A picture can't be used; the message is for the person who uploads it."""


class CleanPicture(SimpleUploadedFile):
    """A picture as this module writes it, with its width and height."""

    def __init__(self, name, content, content_type, width, height):
        super().__init__(name, content, content_type)
        self.width, self.height = width, height


class BusyError(OSError):
    """No turn to decode within WAIT_SECONDS."""


@contextmanager
def one_at_a_time():
    """Holds the machine-wide lock for decoding pictures. Raises BusyError after WAIT_SECONDS."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + WAIT_SECONDS
    with (folder / "pictures.lock").open("w") as file:
        while not locks.lock(file, locks.LOCK_EX | locks.LOCK_NB):
            if time.monotonic() > until:
                raise BusyError
            time.sleep(0.05)
        try:
            yield
        finally:
            give_back_memory()


def give_back_memory():
    """Returns freed memory (400 MB per process) to the system, by glibc's malloc_trim(3)."""
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)


def clean_picture(file, name, most_pixels=None) -> CleanPicture:
    """The picture in `file` as a CleanPicture. Raises PictureError.

    `most_pixels` overrides the limit of the settings, if there is memory for it.
    """
    try:
        with one_at_a_time():
            return encoded(*decoded(file, most_pixels or settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS), name)
    except PictureError:
        raise
    except BusyError:
        raise PictureError(
            _("Other pictures are being worked on right now. Try again in a minute.")
        ) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureError(too_large()) from None
    except Exception as error:  # Pillow raises whatever its decoders stumble over
        logger.info("Picture %s can't be read: %r", name, error)
        raise PictureError(
            _(
                "This file can't be read as a picture, or only in part. Open it on your own computer, save it again"
                " as JPG or PNG, and upload that."
            )
        ) from error


def as_stored(file) -> CleanPicture:
    """A picture that this module wrote before, with the bytes that are stored; anything else is rewritten."""
    with file.open() as content:
        if not is_clean(content):
            return clean_picture(content, file.name)
        content.seek(0)
        picture = Image.open(content, formats=["JPEG", "PNG"])
        kind, size = picture.format, picture.size
        content.seek(0)
        return CleanPicture(Path(file.name).name, content.read(), Image.MIME[kind], *size)


def is_clean(file) -> bool:
    """True if this module may have encoded the file; reads only its header."""
    try:
        picture = Image.open(file, formats=["JPEG", "PNG"])
    except Exception:  # Pillow raises whatever its decoders stumble over
        return False
    is_plain = picture.mode in MODES and set(picture.info) <= OWN_INFO and picture.format != "MPO"
    return is_plain and picture.size == size_to_keep(*picture.size)


def smaller_copy(file) -> bytes | None:
    """A smaller copy from which all renditions can be made, as uncompressed PNG; None if the picture is no larger.

    Decoding 25 megapixels takes a third of a second, and an editor would wait for it eight times.
    """
    with one_at_a_time():
        picture = Image.open(file, formats=["JPEG", "PNG"])
        scale = max(least / side for least, side in zip(COPY_SIZE, picture.size, strict=True))
        if scale >= 1:
            return None
        size = [math.ceil(side * scale) for side in picture.size]
        picture.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2)
    content = BytesIO()
    picture.save(content, "PNG", compress_level=0)
    return content.getvalue()


def too_large():
    return _(
        "This picture has too many pixels to read. Make it smaller first: 5,000 pixels wide is more than enough."
    )


def decoded(file, most_pixels):
    """The picture to store, and whether to store it without loss; its `info` holds only a colour profile."""
    file.seek(0)
    picture = Image.open(file, formats=FORMATS)
    kind, size = picture_format(picture), size_to_keep(*picture.size)
    if picture.width * picture.height > most_pixels * RELATIVE_BOUNDS.get(kind, 1):
        raise PictureError(too_large())
    if kind == "plain JPEG" and size != picture.size:
        picture.draft(None, tuple(side // 2 for side in picture.size))
    picture.load()
    picture, profile = in_plain_colours(picture)
    if size != picture.size:
        picture = picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2)
    picture = upright(picture)
    picture.info = {"icc_profile": profile}
    return picture, kind in LOSSLESS or picture.mode == "RGBA"


def picture_format(picture):
    is_plain = picture.format == "JPEG" and not picture.info.get("progressive")
    return "plain JPEG" if is_plain else picture.format


def size_to_keep(width, height):
    """The size to store for a picture of this size: the same or smaller."""
    scale = min((settings.PICTURE_PIXELS / (width * height)) ** 0.5, LONGEST_SIDE / max(width, height), 1)
    return max(1, int(width * scale)), max(1, int(height * scale))


def in_plain_colours(picture):
    """The picture in a mode that JPEG, PNG and WebP all support, and its colour profile."""
    profile = picture.info.get("icc_profile") or b""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value * (1 / 256)).convert("L"), b""
    if picture.mode == "CMYK":
        return in_rgb(picture, profile), b""
    mode = "RGBA" if picture.has_transparency_data else "L" if picture.mode in ("1", "L") else "RGB"
    picture = picture if picture.mode == mode else picture.convert(mode)
    if mode == "RGBA" and picture.getchannel("A").getextrema()[0] == 255:
        picture = picture.convert("RGB")
    is_of_mode = COLOUR_SPACES.get(profile[16:20]) == picture.mode.removesuffix("A")
    return picture, profile if is_of_mode else b""


def in_rgb(picture, profile):
    """A CMYK picture converted to RGB by its profile; without a valid one, approximately."""
    try:
        return ImageCms.profileToProfile(
            picture,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return picture.convert("RGB")


def upright(picture):
    """The picture rotated as its EXIF data say; unchanged if these can't be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except Exception:  # the metadata are anybody's bytes
        return picture


def encoded(picture, is_lossless, name):
    kind, extension, options = (
        ("PNG", "png", {}) if is_lossless else ("JPEG", "jpg", {"quality": JPEG_QUALITY})
    )
    content = BytesIO()
    picture.save(content, kind, icc_profile=picture.info["icc_profile"], **options)
    name = f"{Path(name).stem}.{extension}"
    return CleanPicture(name, content.getvalue(), Image.MIME[kind], *picture.size)
