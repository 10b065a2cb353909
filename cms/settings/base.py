"""Production settings: safe unless a variable or another settings module loosens them."""

from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.utils.translation import gettext_lazy as _

from cms import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

# --- Environment: every variable the site reads is read in this block (.env.example lists them).
SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS")
BASE_URL = env.text("BASE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
# The part of the ids in feeds that never changes: a name that was ours, and when (RFC 4151).
TAG_AUTHORITY = env.text("TAG_AUTHORITY", f"{urlsplit(BASE_URL).hostname},2026")
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
MEDIA_ROOT = env.text("MEDIA_ROOT", str(VAR_DIR / "media"))
STATIC_ROOT = env.text("STATIC_ROOT", str(VAR_DIR / "static"))
# Where a front end shows a draft; {token} is filled in. Empty where there is no front end.
FRONT_END_PREVIEW_URL = env.text("FRONT_END_PREVIEW_URL", "")
HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
BEHIND_TLS_PROXY = env.flag("BEHIND_TLS_PROXY")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"streekwijzer@{ALLOWED_HOSTS[0].lstrip('.')}")

INSTALLED_APPS = [
    "cms",
    "home",
    "platforms",
    "practices",
    "news",
    "events",
    "partners",
    "plone",
    "wagtail.api.v3",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "ninja",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Nothing secret stands in a page beside Django's own tokens, and those are masked anew each time (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "cms.middleware.RequestGuard",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.OneMoment",
    "plone.middleware.AddressesWithoutSlash",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.middleware.NotReadyToPublishMiddleware",
    "cms.middleware.PublicRedirects",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# As shipped, SQLite lost writes to "database is locked"; these options did not, under six writers.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
    VAR_DIR.mkdir(exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People: they sign in by e-mail.
AUTH_USER_MODEL = "cms.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- Language: Dutch as written in Flanders. The source of all texts is English.
LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", _("Dutch"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "cms.formats"
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- Files.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
SERVE_MEDIA = False
# Wagtail's page forms with many rows pass Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Safe unless a settings module says otherwise.
DEBUG = False
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin scripts read it
SECURE_HSTS_SECONDS = HSTS_SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HSTS_SECONDS > 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its own previews be framed by the admin

# --- How often pages are opened is written down every so many seconds; 0 counts nothing.
VIEWS_WRITTEN_AFTER = 30

# --- Wagtail.
WAGTAIL_SITE_NAME = "Streekwijzer"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # cms.signals does, for what was public
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the admin calls no third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILUSERS_PASSWORD_ENABLED = False  # a new colleague chooses one by mail
# Wagtail would look the pasted address up, and tell the title of an unpublished version.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CustomDocument"
WAGTAILIMAGES_FORMAT_CONVERSIONS = dict.fromkeys(
    ("avif", "bmp", "gif", "heic", "jpeg", "png", "webp"), "webp"
)
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "cms.search.backends", "SEARCH_CONFIG": "simple"}}
TAGGIT_CASE_INSENSITIVE = True
