"""The endpoints, such as `@search`. Importing a module registers those in it."""

from . import content, navigation, search, sign_in, site, types, vocabularies, workflow  # noqa: F401
