"""The WSGI application; reads `.env`, and uses the production settings unless a variable says otherwise."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from cms import env

env.load_file(Path(__file__).parents[1] / ".env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")

django_application = get_wsgi_application()

# Django has to be set up first.
from caching.responses import ResponseCache  # noqa: E402
from cms import preloading  # noqa: E402
from cms.head_requests import without_body  # noqa: E402
from cms.headers import accepted_codings  # noqa: E402
from cms.models.read_only import refuse_writes  # noqa: E402
from cms.searches import count_hit  # noqa: E402
from cms.statement_timeout import bound_statements  # noqa: E402
from media.patience import be_brief  # noqa: E402
from monitoring.liveness import with_liveness  # noqa: E402
from monitoring.requests import watched  # noqa: E402
from monitoring.slow_statements import watch_statements  # noqa: E402

bound_statements()
refuse_writes()
watch_statements()
be_brief()
cached = ResponseCache(django_application, count_view=count_hit, accepted_codings=accepted_codings)
application = watched(with_liveness(without_body(cached)))
preloading.load()
