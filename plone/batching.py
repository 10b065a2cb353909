"""Pagination as plone.restapi does it: `b_start`, `b_size`, and links to other batches."""

from urllib.parse import urlencode

from .context import parse_integer

DEFAULT_SIZE = 25
# A summary is a row; a page in full reads its related rows too. Either way more pages cost no more queries.
MOST_IN_FULL, MOST_SUMMARIES = 100, 1000
ALL = "-1"


class Batch:
    """One page of a list. A size above `most` is lowered to it; a value that is no number is 400."""

    def __init__(self, context, values=None, size=DEFAULT_SIZE, most=MOST_IN_FULL, may_ask_all=False):
        """`values` is a mapping with `b_start` and `b_size`; by default the query parameters.

        With `may_ask_all` the size -1 asks for all: as many as there are, up to `most`.
        """
        values = context.params if values is None else values
        self.context = context
        self.start = parse_integer("b_start", values.get("b_start") or 0)
        requested_size = values.get("b_size")
        if requested_size in (None, ""):
            requested_size = size
        if may_ask_all and str(requested_size).strip() == ALL:
            requested_size = most
        self.size = min(parse_integer("b_size", requested_size), most)

    def slice(self, items):
        return items[self.start : self.start + self.size]

    def payload(self, items, total, address=None) -> dict:
        """Serializes the list. `items` are those of this batch only, `total` counts them all."""
        payload = {"@id": address or self.context.request_address, "items": items, "items_total": total}
        if total > self.size > 0:
            payload["batching"] = self.links(total)
        return payload

    def links(self, total):
        last = (total - 1) // self.size * self.size
        links = {
            "@id": self.address_from(self.start),
            "first": self.address_from(0),
            "last": self.address_from(last),
        }
        if self.start + self.size < total:
            links["next"] = self.address_from(self.start + self.size)
        if self.start > 0:
            links["prev"] = self.address_from(max(0, self.start - self.size))
        return links

    def address_from(self, start):
        """The address of this request with another `b_start`."""
        pairs = [
            (key, value)
            for key, values in self.context.request.GET.lists()
            for value in values
            if key.partition(":")[0] != "b_start"
        ]
        return f"{self.context.request_address}?{urlencode([*pairs, ('b_start', start)])}"
