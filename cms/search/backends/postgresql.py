from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

from cms.search.index import LearnsWords


class Index(LearnsWords, PostgresIndex):
    pass


class Backend(PostgresSearchBackend):
    index_class = Index
