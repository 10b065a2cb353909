"""Production settings: safe unless a variable or another settings module loosens them."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from cms import env
from cms.files import make_folder
from cms.release import release_name
from cms.settings.content import REVIEW_MONTHS, WAGTAILDOCS_EXTENSIONS  # noqa: F401 - settings
from cms.settings.logs import logging_as

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

# --- Environment: every variable the site reads is read in this block (.env.example lists them).
SECRET_KEY = env.text("SECRET_KEY")
# Earlier keys: what they signed and encrypted stays valid.
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
BASE_URL = env.address("BASE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}")
# The part of feed ids that never changes: a host name that was ours, and when (RFC 4151).
TAG_AUTHORITY = env.pattern(
    "TAG_AUTHORITY",
    f"{urlsplit(BASE_URL).hostname},2026",
    r"[\w.@-]+,\d{4}(-\d\d(-\d\d)?)?",
    "a host name of yours and a year in which it was",
)
DATABASE = env.database("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")
DATABASE_REPLICA = env.replica("DATABASE_REPLICA_URL", DATABASE)
CACHE_URL = env.redis("CACHE_URL")
# The caches before the site that are told of each change.
PURGE_URLS = env.addresses("PURGE_URLS")
MEDIA_ROOT = env.folder("MEDIA_ROOT", VAR_DIR / "media")
# An S3 server, in place of MEDIA_ROOT; None without one.
OBJECT_STORAGE = env.object_storage("STORAGE_URL")
# Who was erased and when, kept outside the backups: a restore erases them again.
ERASURE_LOG = env.folder("ERASURE_LOG", Path(MEDIA_ROOT).parent / "erasures.log")
# Days that acts stay in the audit log; six months are the least that the CNIL recommends.
AUDIT_LOG_DAYS = env.number("AUDIT_LOG_DAYS", 365, least=183, most=1095)
# How long data of participants are kept after an event; no law sets it, so these bounds are ours.
REGISTRATIONS_KEPT = env.terms("REGISTRATIONS_KEPT", needs_days=(7, 1, 30), person_months=(6, 1, 24))
# Days that the words of readers about a page are kept.
FEEDBACK_DAYS = env.number("FEEDBACK_DAYS", 365, least=30, most=1095)
# Days that deleted pages, files and vocabulary entries can be put back.
RECYCLE_BIN_DAYS = env.number("RECYCLE_BIN_DAYS", 60, least=1, most=365)
# Whether `tick` asks other sites whether the addresses that pages link to still work.
CHECK_LINKS = env.flag("CHECK_LINKS", default=True)
# Where the backups are, for `doctor`.
BACKUP_DIR = env.folder("BACKUP_DIR", Path("/var/backups/streekwijzer"))
STATIC_ROOT = env.folder("STATIC_ROOT", VAR_DIR / "static")
# The URL at which a front end shows a draft; {token} is filled in. Empty without a front end.
FRONT_END_PREVIEW_URL = env.template("FRONT_END_PREVIEW_URL", "token")
# Who must sign in with a second factor.
SECOND_FACTOR_FOR = env.choice("SECOND_FACTOR_FOR", "reviewers", "everybody", "nobody")
# Single sign-on by an OpenID Connect provider: the address before its /.well-known/, empty without one; how we are
# known there, what it tells us, and its own name.
OIDC_ISSUER = env.address("OIDC_ISSUER", "")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
OIDC_SCOPES = env.items("OIDC_SCOPES", "openid,profile,email")
OIDC_NAME = env.text("OIDC_NAME", "single sign-on")
# The claim with somebody's teams, and the group for each of its values.
OIDC_TEAM_CLAIM = env.text("OIDC_TEAM_CLAIM", "")
OIDC_TEAMS = env.pairs("OIDC_TEAMS")
HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000)
BEHIND_TLS_PROXY = env.flag("BEHIND_TLS_PROXY")
# From where the details of /health/ready and /metrics may be read.
OPERATOR_ADDRESSES = env.networks("OPERATOR_ADDRESSES", "127.0.0.1,::1")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.port("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = env.sender("DEFAULT_FROM_EMAIL", f"streekwijzer@{ALLOWED_HOSTS[0].lstrip('.')}")
# Who is mailed when the server fails, or `tick`.
ADMINS = env.mailboxes("ADMINS")
# The form of log lines, and which requests have one: those that were built, all, or none.
LOG_FORMAT = env.choice("LOG_FORMAT", "json", "text")
ACCESS_LOG = env.choice("ACCESS_LOG", "built", "all", "none")
# Where errors are reported to, besides the log.
SENTRY_DSN = env.error_reports("SENTRY_DSN")

INSTALLED_APPS = [
    "cms",
    # Before the apps whose receivers change what is being deleted.
    "recycle_bin",
    "content_checks",
    "link_check",
    "home",
    "platforms",
    "practices",
    "news",
    "events",
    "partners",
    "plone",
    "registrations",
    "feedback",
    "moderation",
    "periodic_review",
    "analytics",
    "internal_links",
    "operations",
    "editor",
    "audit",
    "search",
    "caching",
    "django.contrib.humanize",
    "wagtail.api.v3",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "accounts.apps.UsersConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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
    # The outermost: every response has these headers.
    "cms.security_headers.SecurityHeaders",
    # Before hosts are checked and http is sent on to https: a balancer asks by IP address.
    "operations.middleware.OperatorAddresses",
    "caching.cache_control.LimitedRedirects",
    "accounts.plain_http.RequireHttpsForSecrets",
    "django.middleware.security.SecurityMiddleware",
    # Pages hold no secrets but Django's CSRF tokens, which are masked anew each time (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "caching.cache_control.CacheControl",
    "cms.middleware.RequestGuard",
    "caching.recorded_query.RecordQuery",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.OneMoment",
    "plone.middleware.AddressesWithoutSlash",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    # Before anything looks who somebody is.
    "accounts.read_only.ReadOnlyMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.sessions.ProlongSessionMiddleware",
    "audit.middleware.AuditMiddleware",
    "accounts.second_factor.RequireSecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.middleware.AdminGuard",
    "cms.middleware.NotReadyToPublishMiddleware",
    "cms.middleware.PublicRedirects",
    "cms.middleware.HardSpaces",
    "accounts.unsaved_text.SavedCopyMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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

# With the default options SQLite lost writes to "database is locked"; with these it did not, under six writers.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASES = {"default": DATABASE}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
    make_folder(Path(DATABASES["default"]["NAME"]).parent)
if DATABASE_REPLICA:
    DATABASES["replica"] = DATABASE_REPLICA
    DATABASE_ROUTERS = ["caching.replica.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- People: they sign in by e-mail.
AUTH_USER_MODEL = "cms.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# docs/decisions/0025-sign-in-and-mail.md
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.GuessableWordValidator"},
]

# --- Second factor: accounts/second_factor.py and accounts/adapters.py. Who signs in is found by Wagtail's form.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # accounts.limits counts, for all processes
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever manages the accounts wrote the address
MFA_FORMS = {
    "authenticate": "accounts.authenticator_forms.CodeForm",
    "authenticate_webauthn": "accounts.authenticator_forms.KeyForm",
    "login_webauthn": "accounts.authenticator_forms.PasskeyForm",
    "reauthenticate": "accounts.authenticator_forms.CodeAgainForm",
    "reauthenticate_webauthn": "accounts.authenticator_forms.KeyAgainForm",
    "add_webauthn": "accounts.authenticator_forms.AddKeyForm",
    "edit_webauthn": "accounts.authenticator_forms.RenameKeyForm",
}

# --- Single sign-on: accounts/single_sign_on.py.
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.SocialAccountAdapter"
# By a link: a form may not lead to another site (form-action), and signing in changes nothing here.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": OIDC_SCOPES,
        "APPS": [
            {
                "provider_id": "sso",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT_ID,
                "secret": OIDC_CLIENT_SECRET,
                "settings": {"server_url": OIDC_ISSUER},
            }
        ]
        if OIDC_ISSUER
        else [],
    }
}

# --- Sessions: accounts/sessions.py says when they end.
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60

# --- Limits to guessing passwords: accounts/limits.py explains them.
AXES_HANDLER = "accounts.limits.AttemptHandler"
AXES_USERNAME_CALLABLE = "accounts.limits.username_of"
AXES_CLIENT_IP_CALLABLE = "cms.client_addresses.client_address"
AXES_LOCKOUT_CALLABLE = "accounts.limits.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"], "ip_address", "username"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # further guesses don't extend the lockout
AXES_VERBOSE = False

# --- Mail: every message goes into the outbox, and `manage.py tick` delivers it.
EMAIL_BACKEND = "cms.mail.OutboxBackend"
OUTBOX_DELIVERS_BY = "django.core.mail.backends.smtp.EmailBackend"
SERVER_EMAIL = DEFAULT_FROM_EMAIL  # the sender of mail to ADMINS
EMAIL_SUBJECT_PREFIX = f"[{urlsplit(BASE_URL).hostname}] "
EMAIL_TIMEOUT = 10  # seconds, for each step with the mail server
WAGTAILADMIN_NOTIFICATION_USE_HTML = True

# --- Reviews.
WAGTAIL_FINISH_WORKFLOW_ACTION = "moderation.finishing.publish_approved"

# --- Language: Dutch as written in Flanders. The source of all texts is English.
LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", _("Dutch"))]
# Our own texts, then our wording of Wagtail's; both come before the packages' own.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "packages"]
FORMAT_MODULE_PATH = "cms.formats"
TIME_ZONE = "Europe/Brussels"
USE_TZ = True

# --- Caches: each process has its own memory. The processes share responses only through Redis.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "responses": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
if CACHE_URL:
    release = release_name(BASE_DIR, STATIC_ROOT, BASE_URL, TAG_AUTHORITY, HSTS_SECONDS)
    CACHES["responses"] = {
        "BACKEND": "caching.redis_cache.OptionalRedisCache",
        "LOCATION": CACHE_URL,
        "TIMEOUT": 24 * 60 * 60,  # the date is part of a version
        "KEY_PREFIX": f"streekwijzer:{release}",
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
RESPONSE_CACHE = "responses"
# Seconds that a process trusts the version of the content that it read last, before it answers from its memory.
VERSION_CHECKED_EVERY = 0.1
# Off after an upgrade of Django whose compiler `caching.compiled` does not know.
COMPILED_QUERIES = env.flag("COMPILED_QUERIES", default=True)

# --- Files.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
# Uploads are in MEDIA_ROOT, which no web server serves; public files are in its folder `public`.
STORAGES = {
    "default": {"BACKEND": "media.storages.WholeFileStorage"},
    "public": {"BACKEND": "media.storages.PublicStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if OBJECT_STORAGE:
    # Without options: Wagtail writes those into the arguments of its tasks.
    STORAGES["default"] = {"BACKEND": "media.buckets.PrivateBucket"}
    STORAGES["public"] = {"BACKEND": "media.buckets.PublicBucket"}
SERVE_MEDIA = False
# Wagtail's page forms with many rows exceed Django's thousand.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Logging: errors go to stderr with their traceback; a 404 or a rejected host is no error.
LOGGING = logging_as(LOG_FORMAT)

# --- Safe unless a settings module says otherwise.
DEBUG = False
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_FAILURE_VIEW = "accounts.csrf.csrf_failure"
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin scripts read it
SECURE_HSTS_SECONDS = HSTS_SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HSTS_SECONDS > 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS_PROXY else None
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its own previews be framed by the admin

# --- Page views are written to the database every so many seconds; 0 counts nothing.
VIEWS_WRITTEN_AFTER = 30

# --- Wagtail.
WAGTAIL_SITE_NAME = "Streekwijzer"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # nothing to choose from a list of 400 English names
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAIL_TIME_FORMAT = "%H:%M"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_I18N_ENABLED = False
WAGTAILREDIRECTS_AUTO_CREATE = False  # cms.signals does, for what was public
WAGTAILEMBEDS_FINDERS = []  # texts have no embeds: Wagtail would fetch what an editor names
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the admin calls no third party
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILAPI_TOKEN_LAST_USED_INTERVAL = None  # accounts.tokens notes it, but not in read-only mode
WAGTAILADMIN_COMMENTS_ENABLED = True
WAGTAILUSERS_PASSWORD_ENABLED = False  # a new colleague chooses one by mail
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "rich_text.editor.RichTextArea"}}
# Wagtail would look up the pasted URL, and reveal the title of an unpublished revision.
WAGTAILADMIN_EXTERNAL_LINK_CONVERSION = ""
WAGTAILIMAGES_IMAGE_MODEL = "cms.CustomImage"
WAGTAILDOCS_DOCUMENT_MODEL = "cms.CustomDocument"
WAGTAILIMAGES_FORMAT_CONVERSIONS = dict.fromkeys(
    ("avif", "bmp", "gif", "heic", "jpeg", "png", "webp"), "webp"
)
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "heic", "jfif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_IMAGE_FORM_BASE = "editor.uploads.PictureForm"
# Larger images are rejected, because decoding them takes more than half a gigabyte (media.pictures) ...
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000
# ... and images larger than this are scaled down.
PICTURE_PIXELS = 25_000_000
WAGTAILIMAGES_RENDITION_STORAGE = "public"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = WAGTAILDOCS_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
# The site decides who may read a document, so never link to the storage itself.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends", "SEARCH_CONFIG": "simple"}}
TAGGIT_CASE_INSENSITIVE = True
