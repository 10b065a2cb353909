from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

from search.indexing import StoreWordsMixin


class Index(StoreWordsMixin, PostgresIndex):
    def _refresh_title_norms(self, full=False):
        """Only when everything is indexed, because it reads every title. Until then a title has an average weight."""
        if full:
            super()._refresh_title_norms(full=True)


class Backend(PostgresSearchBackend):
    index_class = Index
