"""The page types that the reviews are about."""

from wagtail.models import get_page_models

from cms.models import BasePage
from cms.models.page_reviews import default_term


def page_models() -> list:
    return [model for model in get_page_models() if issubclass(model, BasePage)]


def types_to_review() -> list:
    """The types that can have a term, by name: those with one in the settings, and all that teams write."""
    models = [model for model in page_models() if default_term(model) or not model.is_section_page]
    return sorted(models, key=lambda model: str(model._meta.verbose_name_plural))
