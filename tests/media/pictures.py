"""Picture files for tests: of every format, with camera metadata, and broken."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo

GPS = b"52.0907N"


def camera_data(orientation=1):
    """EXIF with a place, a serial number and an orientation."""
    exif = Image.Exif()
    exif[Base.Orientation] = orientation
    exif[Base.Artist] = "An Peeters"
    exif.get_ifd(IFD.Exif)[Base.BodySerialNumber] = "SN-4711-GEHEIM"
    exif.get_ifd(IFD.GPSInfo)[1] = "N"
    exif.get_ifd(IFD.GPSInfo)[2] = (52.0, 5.0, 26.52)
    return exif


def drawn(mode="RGB", size=(60, 40)):
    """A picture that is black at the top and white at the bottom."""
    return Image.linear_gradient("L").resize(size).convert(mode)


def picture_file(name="foto.jpg", kind="JPEG", picture=None, **options):
    """An upload as a browser sends it."""
    content = io.BytesIO()
    (picture or drawn()).save(content, kind, **options)
    return SimpleUploadedFile(name, content.getvalue())


def with_secrets(orientation=1, name="foto.jpg", kind="JPEG"):
    """A photo with place and camera in all kinds of metadata that its format has."""
    place = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{GPS.decode()}</x:xmpmeta>".encode()
    texts = PngInfo()
    texts.add_text("Comment", GPS.decode())
    texts.add_itxt("XML:com.adobe.xmp", place.decode())
    more = {"JPEG": {"comment": GPS, "xmp": place}, "PNG": {"pnginfo": texts}}.get(kind, {"xmp": place})
    return picture_file(name, kind, exif=camera_data(orientation), **more)


def grey16(size=(60, 40)):
    """A scan in 16-bit grey, which only PNG supports."""
    picture = Image.new("I;16", size)
    picture.frombytes(b"\x00\x80" * (size[0] * size[1]))
    return picture_file("scan.png", "PNG", picture)


def moving_gif():
    frames = [Image.new("L", (40, 30), shade) for shade in (0, 255)]
    return picture_file("beweegt.gif", "GIF", frames[0], save_all=True, append_images=frames[1:])


def truncated():
    whole = picture_file(picture=Image.effect_noise((400, 300), 90))
    return SimpleUploadedFile("half.jpg", whole.read()[:20_000])


def named(name, file):
    """The same file under another name."""
    return SimpleUploadedFile(name, file.read())


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
