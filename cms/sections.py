"""The section of a page: the platform above it in the tree, or the page itself."""

from wagtail.models import Page, get_page_models

from caching.functions import cached_until_change


def platform_model() -> type[Page]:
    """The page type with `is_platform`; a lookup, because `cms` must not import the rooms above it."""
    return next(model for model in get_page_models() if is_platform_model(model))


def is_platform_model(model) -> bool:
    return getattr(model, "is_platform", False)


@cached_until_change("platforms.PlatformPage", "cms.Region")
def platforms_by_path():
    """All platforms by path, live or not, each with its region."""
    platforms = platform_model().objects.select_related("region").defer_streamfields()
    return {platform.path: platform for platform in platforms}


def load_sections(pages) -> list:
    """The pages as a list, each with its `section` (a platform or None) set."""
    pages, platforms = list(pages), platforms_by_path()
    for page in pages:
        ends = range(len(page.path), 0, -Page.steplen)
        page.section = next(
            (platforms[page.path[:end]] for end in ends if page.path[:end] in platforms), None
        )
    return pages
