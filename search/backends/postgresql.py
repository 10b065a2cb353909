from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

from search.indexing import StoreWordsMixin


class Index(StoreWordsMixin, PostgresIndex):
    pass


class Backend(PostgresSearchBackend):
    index_class = Index
