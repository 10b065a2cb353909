"""The site that runs for the tests of its cache: once with a memory in each process, and once with Redis too."""

import pytest
import redis

from tests.caching.running import running_site
from tests.caching.test_redis import REDIS
from tests.database import database_for_others


@pytest.fixture(scope="package", params=["memory", pytest.param("redis", marks=pytest.mark.redis)], ids=str)
def site(request, tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("site")
    (folder / "database").mkdir()
    if request.param == "redis":
        redis.from_url(REDIS).flushdb()
    with (
        database_for_others(folder / "database", request.param) as database,
        running_site(folder, database, REDIS if request.param == "redis" else "") as site,
    ):
        yield site
