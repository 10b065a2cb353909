"""Template tags for images; they give nothing for an unreadable file."""

from django import template
from wagtail.images.models import ResponsiveImage

from cms.models.media import PAGE_WIDTHS, PORTRAIT

register = template.Library()

SLOT = "(min-width: 62rem) 40rem, 100vw"


@register.simple_tag
def picture(image, alt):
    """A responsive `img` as wide as its column; `alt` overrides the image's own text alternative."""
    sizes = image.get_renditions(*PAGE_WIDTHS) if image else {}
    if not sizes or any(size.is_missing for size in sizes.values()):
        return ""
    return ResponsiveImage(sizes, {"sizes": SLOT, "alt": alt or image.default_alt_text, "loading": "lazy"})


@register.simple_tag
def portrait(image, alt, css_class):
    """An `img` of a person."""
    size = image and image.get_rendition(PORTRAIT)
    if not size or size.is_missing:
        return ""
    return size.img_tag({"class": css_class, "alt": alt, "loading": "lazy"})
