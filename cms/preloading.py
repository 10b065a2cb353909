"""Loads what the first requests would load, so that gunicorn's workers share it."""

import logging

from django.conf import settings
from django.db import Error
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation
from wagtail.models import Site, get_page_models

from caching.models import one_moment
from cms.places import atlas
from search.phrases import phrases

logger = logging.getLogger(__name__)


def load() -> None:
    """Loads the views and their addresses, the translations, and the templates of the pages; without a query."""
    with translation.override(settings.LANGUAGE_CODE):
        get_resolver().reverse_dict  # noqa: B018 - makes the tables of all addresses
        for model in get_page_models():
            if model.is_creatable:
                get_template(model.template)


def load_indexes() -> None:
    """Builds the index of every list of every site, and what search reads of words and places: seconds on a large site.

    Without a database, or before its tables are made, the first request does it.
    """
    forms = {form for model in get_page_models() if (form := getattr(model, "filter_form", None))}
    try:
        with translation.override(settings.LANGUAGE_CODE), one_moment():
            phrases(), atlas()
            for site in Site.objects.select_related("root_page"):
                for form in forms:
                    form.index_of(site.root_page.path)
    except Error as error:
        logger.warning("The lists are not loaded before the first request: %s", error)
