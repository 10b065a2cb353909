"""The base classes of formats."""

from collections.abc import Iterator

from .forms import PagingForm, ParameterForm


class Format:
    """A format of a list, at the URL of the list followed by `name`. One instance serves all requests.

    `serialize` must be deterministic: the same list gives the same bytes in every process and at any time of the day,
    since they are hashed for the ETag. So it uses neither the clock nor anything of the visitor.
    """

    name = ""
    content_type = ""
    label = ""
    # The kinds of content that have it (`IndexPage.kind`); None is all.
    kinds = None
    # The form for its query parameters beside the filters.
    form_class = PagingForm
    # True if programs subscribe to it, rather than download it once.
    is_feed = False
    # True if people open it in an app for feeds or calendars; False if developers process it.
    is_for_reader_apps = False
    # The link below a list on the site: its text (no link if empty), extra query parameters, and its URL scheme if that
    # is not the one of the site.
    link_text = ""
    link_parameters = {}
    link_scheme = ""
    # True if a single page has it too, at the URL of that page.
    serves_pages = False
    # Whether errors are problem details (RFC 9457) or plain text.
    has_json_problems = False

    def supports(self, kind) -> bool:
        """Whether this kind of content (`IndexPage.kind`) has the format."""
        return self.kinds is None or kind in self.kinds

    def serialize(self, listing) -> bytes:
        """The body of the response for a `Listing` without problems."""
        raise NotImplementedError

    def headers(self, listing) -> dict[str, str]:
        """Headers of the response beside those that all formats have."""
        return {}


class WholeFormat(Format):
    """A format that serializes the whole list without pagination; only one chunk of entries is in memory at a time."""

    form_class = ParameterForm

    def serialize_parts(self, listing) -> Iterator[bytes]:
        """The body in parts. Errors must be raised before the first part, since the status code is sent with it."""
        raise NotImplementedError

    def serialize(self, listing) -> bytes:
        """All parts at once, for a listing that is not streamed."""
        return b"".join(self.serialize_parts(listing))
