"""Records which query parameters a request reads, so that the others neither vary nor fill the response cache."""

from django.http import QueryDict

# The key in `environ` of the names that were read; None stands for all of them.
PARAMETERS_READ = "streekwijzer.parameters_read"


class RecordQuery:
    """Makes `request.GET` a `RecordedQuery` for all that comes after this middleware."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        query = request.GET = RecordedQuery(request.GET)
        response = self.get_response(request)
        request.META[PARAMETERS_READ] = None if query.is_read_whole else frozenset(query.names_read)
        return response


def read_whole(name):
    """A method of QueryDict that reads more than one parameter by name."""

    def method(self, *args, **kwargs):
        self.is_read_whole = True
        return getattr(super(RecordedQuery, self), name)(*args, **kwargs)

    return method


class RecordedQuery(QueryDict):
    """A query string that knows which parameters were read by name, and whether all were."""

    def __init__(self, query):
        super().__init__("", mutable=True, encoding=query.encoding)
        self.names_read, self.is_read_whole = set(), False
        for name, values in query.lists():
            self.setlist(name, values)
        self.names_read, self.is_read_whole = set(), False
        self._mutable = False

    def __getitem__(self, name):
        self.names_read.add(name)
        return super().__getitem__(name)

    def __contains__(self, name):
        self.names_read.add(name)
        return super().__contains__(name)

    def getlist(self, name, default=None):
        self.names_read.add(name)
        return super().getlist(name, default)

    def copy(self):
        """A plain, mutable QueryDict with all parameters."""
        self.is_read_whole = True
        copy = QueryDict("", mutable=True, encoding=self.encoding)
        for name, values in super().lists():
            copy.setlist(name, values)
        return copy

    def __copy__(self):
        return self.copy()

    def __deepcopy__(self, memo):
        return self.copy()

    __iter__, __len__, __eq__, __repr__ = map(read_whole, ["__iter__", "__len__", "__eq__", "__repr__"])
    keys, values, items, lists, dict, urlencode = map(
        read_whole, ["keys", "values", "items", "lists", "dict", "urlencode"]
    )
    __hash__ = None
