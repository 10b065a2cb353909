"""What can be asked of a page or of the site by a name that begins with @. Each module registers its own."""

from . import content, finding, navigation, sign_in, site, types, vocabularies, workflow  # noqa: F401
