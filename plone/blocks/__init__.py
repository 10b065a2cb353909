"""A page as the blocks of Volto, Plone's front end: `blocks_of_page`."""

from .page import blocks_of_page

__all__ = ["blocks_of_page"]
