"""Long lists in parts, as Plone cuts them."""

from urllib.parse import urlencode

from .asking import number_in

SIZE, LARGEST = 25, 100


class Batch:
    """A part of a list. More than a hundred at once nobody gets; nonsense is 400."""

    def __init__(self, asked, values=None, size=SIZE):
        """`values` holds `b_start` and `b_size` where they come in a body instead of the address."""
        values = asked.params if values is None else values
        self.asked = asked
        self.start = number_in("b_start", values.get("b_start") or 0)
        given = values.get("b_size")
        self.size = min(number_in("b_size", size if given in (None, "") else given), LARGEST)

    def cut(self, items):
        return items[self.start : self.start + self.size]

    def told(self, items, total, address=None):
        """The list as Plone tells it. `items` are those of this part."""
        found = {"@id": address or self.asked.here, "items": items, "items_total": total}
        if total > self.size > 0:
            found["batching"] = self.ways(total)
        return found

    def ways(self, total):
        last = (total - 1) // self.size * self.size
        ways = {"@id": self.address(self.start), "first": self.address(0), "last": self.address(last)}
        if self.start + self.size < total:
            ways["next"] = self.address(self.start + self.size)
        if self.start > 0:
            ways["prev"] = self.address(max(0, self.start - self.size))
        return ways

    def address(self, start):
        query = [(key, value) for key, values in self.asked.request.GET.lists() for value in values]
        kept = [(key, value) for key, value in query if key.partition(":")[0] != "b_start"]
        return f"{self.asked.here}?{urlencode([*kept, ('b_start', start)])}"
