"""What every format is."""

from .forms import PagingForm, ParameterForm


class Format:
    """One way to tell a list. `name` ends the address; `write` makes the answer of a `Listing`, as bytes.

    The same list has to give the same bytes, in every process and at any hour of the day: they are what the ETag
    is made of. So no clock, and nothing of the visitor.
    """

    name = ""
    content_type = ""
    label = ""
    # The kinds of content that it is for; None is all.
    kinds = None
    paging = PagingForm
    # Something that readers come back to, rather than take along.
    is_feed = False
    # Something that people open in a program for readers or calendars, rather than build on.
    is_for_readers = False
    # What people are offered at the foot of a list; the keys that their link has beside the filters, and its scheme.
    offer = ""
    offered_with = {}
    offered_as = ""
    # Is it also made of one page, at the address of that page?
    serves_pages = False
    # How a bad value is explained: to a program, or as plain text.
    has_json_problems = False

    def is_for(self, kind):
        return self.kinds is None or kind in self.kinds

    def write(self, listing):
        raise NotImplementedError

    def headers(self, listing):
        """What the answer says of itself beside what all of them say."""
        return {}


class WholeFormat(Format):
    """A format that gives the whole list at once, however long: in parts, of which one at a time is in memory."""

    paging = ParameterForm

    def parts(self, listing):
        """The answer in pieces, as bytes. What can fail has to fail before the first of them."""
        raise NotImplementedError

    def write(self, listing):
        return b"".join(self.parts(listing))
