"""The Plone REST dialect: the content of the site as plone.restapi answers it (docs/plone.md)."""
