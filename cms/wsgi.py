"""The WSGI application; reads `.env`, and uses the production settings unless a variable says otherwise."""

import os
from pathlib import Path

from django.core.wsgi import get_wsgi_application

from cms import env

env.load_file(Path(__file__).parents[1] / ".env")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.base")

application = get_wsgi_application()

from cms import preloading  # noqa: E402 - Django has to be set up first
from cms.statement_timeout import bound_statements  # noqa: E402

bound_statements()
preloading.load()
