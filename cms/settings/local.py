"""One machine, one command: what `make run` uses. Production's behaviour, over plain http on this machine."""

import os
import secrets

from cms import env


def generated_secret(path):
    """A secret made once on this machine and kept in a file that git ignores."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text()


PORT = env.number("PORT", 8000)
os.environ.setdefault("SECRET_KEY", "replaced below")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{PORT}")

from .base import *  # noqa: E402, F403 - the local variables have to be set first
from .base import SECRET_KEY, VAR_DIR  # noqa: E402

if SECRET_KEY == "replaced below":
    SECRET_KEY = generated_secret(VAR_DIR / "secret-key")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
SECURE_HSTS_SECONDS = 0
SERVE_MEDIA = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
