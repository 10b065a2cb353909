"""Settings of `make run`: production's behaviour over plain http on this machine."""

import gettext
import os
import secrets

from cms import env
from cms.files import make_folder, write_whole


def generated_secret(path):
    """The secret in this file; generated if the file is missing or empty. Git ignores the file."""
    if not path.exists() or not path.read_text():
        write_whole(path, secrets.token_urlsafe(50), mode=0o600)
    return path.read_text()


def discard_unreadable(catalogue):
    """Deletes an unreadable compiled catalogue, as a killed start can leave; the start compiles it again."""
    try:
        with catalogue.open("rb") as file:
            gettext.GNUTranslations(file)
    except FileNotFoundError:
        return
    except Exception:
        catalogue.unlink()


PORT = env.port("PORT", 8000)
os.environ.setdefault("SECRET_KEY", "replaced below")
os.environ.setdefault("ALLOWED_HOSTS", "127.0.0.1,localhost")
os.environ.setdefault("LOG_FORMAT", "text")
os.environ.setdefault("SECOND_FACTOR_FOR", "nobody")
# A copy on one's own machine asks nothing of other sites.
os.environ.setdefault("CHECK_LINKS", "no")
os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{PORT}")

from .base import *  # noqa: E402, F403 - the local variables have to be set first
from .base import LOCALE_PATHS, SECRET_KEY, VAR_DIR  # noqa: E402

# The folder holds secrets, mails with password links and database copies, so only its owner may read it.
make_folder(VAR_DIR, mode=0o700)
VAR_DIR.chmod(0o700)
for compiled in [file for folder in LOCALE_PATHS for file in folder.glob("nl/LC_MESSAGES/*.mo")]:
    discard_unreadable(compiled)
if SECRET_KEY == "replaced below":  # nosec B105 - no password
    SECRET_KEY = generated_secret(VAR_DIR / "secret-key")
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SESSION_COOKIE_NAME = "sessionid"
CSRF_COOKIE_NAME = "csrftoken"
SECURE_HSTS_SECONDS = 0
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # on http://localhost; browsers know no keys at an IP address
SERVE_MEDIA = True
OUTBOX_DELIVERS_BY = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
