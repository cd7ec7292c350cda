"""Every setting of Retake, read from the environment (and `.env`), each typed; `.env.example` says what each is for."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.browsers import policy
from config.consent import consent_pages
from config.environment import Environment
from config.logs import logging_at
from config.origins import bucket_origins

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(Path(os.environ.get("ENV_FILE", BASE_DIR / ".env")))

# -- Secrets ---------------------------------------------------------------------------------------------------------
SECRET_KEY = env.secret("SECRET_KEY", least=40)
SECRET_KEY_FALLBACKS = env.names_of("SECRET_KEY_FALLBACKS", "")
TOKEN_ENCRYPTION_KEYS = env.fernet_keys("TOKEN_ENCRYPTION_KEYS")

# -- Where it runs ---------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", False)
PORT = env.whole("PORT", 8000, least=1, most=65535)
SITE_URL = env.address("SITE_URL", f"http://127.0.0.1:{PORT}")
_site = urlsplit(SITE_URL)
ALLOWED_HOSTS = env.names_of("ALLOWED_HOSTS", ",".join(sorted({_site.hostname or "", "localhost", "127.0.0.1"})))
if "*" in ALLOWED_HOSTS and not DEBUG:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; * is taken only with DEBUG on.")
CSRF_TRUSTED_ORIGINS = env.names_of("CSRF_TRUSTED_ORIGINS", f"{_site.scheme}://{_site.netloc}")
TIME_ZONE = env.text("TIME_ZONE", "UTC")
LOG_LEVEL = env.choice("LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
ADMIN_PATH = env.text("ADMIN_PATH", "admin").strip("/")
SIGNUP = env.choice("SIGNUP", "open" if DEBUG else "closed", ("open", "invite", "closed"))
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data")))

# -- Database, queue, mail -------------------------------------------------------------------------------------------
_database = env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'retake.sqlite3'}")
_ON_SQLITE = _database["ENGINE"] == "django.db.backends.sqlite3"
DATABASES = {"default": {**_database, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
if _ON_SQLITE:
    # FULL, not NORMAL: after a power cut NORMAL may forget the last commits, and with them that a post was sent.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL", "")
EMAIL_URL = env.mail("EMAIL_URL", "consolemail://")
vars().update(EMAIL_URL)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Retake <retake@{_site.hostname}>")

# -- Files -----------------------------------------------------------------------------------------------------------
MEDIA_ROOT = Path(env.text("MEDIA_ROOT", str(DATA_DIR / "media")))
MEDIA_URL = "media/"
AWS_STORAGE_BUCKET_NAME = env.text("AWS_STORAGE_BUCKET_NAME", "")
AWS_S3_ENDPOINT_URL = env.address("AWS_S3_ENDPOINT_URL", "") or None
AWS_S3_PUBLIC_ENDPOINT_URL = env.address("AWS_S3_PUBLIC_ENDPOINT_URL", "") or AWS_S3_ENDPOINT_URL
AWS_ACCESS_KEY_ID = env.text("AWS_ACCESS_KEY_ID", "")
AWS_SECRET_ACCESS_KEY = env.text("AWS_SECRET_ACCESS_KEY", "")
AWS_S3_REGION_NAME = env.text("AWS_S3_REGION_NAME", "us-east-1")
FILE_UPLOAD_HANDLERS = ["videos.uploads.small.SmallFileHandler", "videos.uploads.multipart.VideoUploadHandler"]
MAX_UPLOAD_GIB = env.whole("MAX_UPLOAD_GIB", 256, least=1, most=256)
UNFINISHED_UPLOAD_DAYS = env.whole("UNFINISHED_UPLOAD_DAYS", 7, least=1, most=90)
ORIGINAL_RETENTION_DAYS = env.whole("ORIGINAL_RETENTION_DAYS", 0, least=0, most=3650)
DELETED_RECORD_DAYS = env.whole("DELETED_RECORD_DAYS", 365, least=1, most=3650)
STORAGES = {
    "default": {"BACKEND": "storages.backends.s3.S3Storage" if AWS_STORAGE_BUCKET_NAME else "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not DEBUG
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

# -- Publishing and retries ------------------------------------------------------------------------------------------
TRANSFER_SLOTS = env.whole("TRANSFER_SLOTS", 2, least=1, most=64)
MAX_POST_RETRIES = env.whole("MAX_POST_RETRIES", 5, least=0, most=20)
POST_RETRY_INTERVAL_MINUTES = env.whole("POST_RETRY_INTERVAL_MINUTES", 60, least=1, most=1440)
RETRY_SWEEP_CRON = env.cron("RETRY_SWEEP_CRON", "0 * * * *")
LATE_POST_HOURS = env.whole("LATE_POST_HOURS", 6, least=0, most=720)
LATE_POST_GAP_MINUTES = env.whole("LATE_POST_GAP_MINUTES", 10, least=1, most=1440)
STRICT_ONCE = env.flag("STRICT_ONCE", True)
ALLOW_PRIVATE_HOSTS = env.flag("ALLOW_PRIVATE_HOSTS", False)
STOP_GRACE_SECONDS = env.whole("STOP_GRACE_SECONDS", 150, least=10, most=3600)

# -- The sandbox: stand-in platforms, for anyone without an account --------------------------------------------------
SANDBOX = env.flag("SANDBOX", False)
if SANDBOX and not DEBUG and not env.is_set("SANDBOX"):
    raise ImproperlyConfigured("SANDBOX needs DEBUG, or to be asked for outright.")
SANDBOX_PORT = env.whole("SANDBOX_PORT", 8100, least=1, most=65535)
SANDBOX_URL = f"http://127.0.0.1:{SANDBOX_PORT}"


def _platform_address(name: str, live: str, stand_in: str) -> str:
    """An address as set; unset, the platform's own, or its stand-in's while the sandbox is on."""
    return env.address(name, f"{SANDBOX_URL}{stand_in}" if SANDBOX else live)


def _client(name: str) -> str:
    return env.text(name, "sandbox" if SANDBOX else "")


YOUTUBE_API_URL = _platform_address("YOUTUBE_API_URL", "https://youtube.googleapis.com", "/youtube")
GOOGLE_AUTH_URL = _platform_address("GOOGLE_AUTH_URL", "https://accounts.google.com", "/youtube")
GOOGLE_TOKEN_URL = _platform_address("GOOGLE_TOKEN_URL", "https://oauth2.googleapis.com", "/youtube")
TIKTOK_API_URL = _platform_address("TIKTOK_API_URL", "https://open.tiktokapis.com", "/tiktok")
TIKTOK_AUTH_URL = _platform_address("TIKTOK_AUTH_URL", "https://www.tiktok.com", "/tiktok")
INSTAGRAM_GRAPH_URL = _platform_address("INSTAGRAM_GRAPH_URL", "https://graph.instagram.com", "/instagram/graph.instagram.com")
INSTAGRAM_API_URL = _platform_address("INSTAGRAM_API_URL", "https://api.instagram.com", "/instagram/api.instagram.com")
INSTAGRAM_AUTH_URL = _platform_address("INSTAGRAM_AUTH_URL", "https://www.instagram.com", "/instagram/www.instagram.com")
INSTAGRAM_UPLOAD_URL = _platform_address("INSTAGRAM_UPLOAD_URL", "https://rupload.facebook.com", "/instagram/rupload.facebook.com")
FACEBOOK_GRAPH_URL = _platform_address("FACEBOOK_GRAPH_URL", "https://graph.facebook.com", "/instagram/graph.facebook.com")
FACEBOOK_AUTH_URL = _platform_address("FACEBOOK_AUTH_URL", "https://www.facebook.com", "/instagram/www.facebook.com")
INSTAGRAM_GRAPH_VERSION = env.text("INSTAGRAM_GRAPH_VERSION", "v26.0")
RUMBLE_API_URL = _platform_address("RUMBLE_API_URL", "https://rumble.com", "/rumble")
RUMBLE_WEB_URL = _platform_address("RUMBLE_WEB_URL", "https://rumble.com", "/rumble")
PEERTUBE_URL = _platform_address("PEERTUBE_URL", "", "/peertube")
GOOGLE_CLIENT_ID = _client("GOOGLE_CLIENT_ID")
GOOGLE_CLIENT_SECRET = _client("GOOGLE_CLIENT_SECRET")
TIKTOK_CLIENT_KEY = _client("TIKTOK_CLIENT_KEY")
TIKTOK_CLIENT_SECRET = _client("TIKTOK_CLIENT_SECRET")
FACEBOOK_APP_ID = _client("FACEBOOK_APP_ID")
FACEBOOK_APP_SECRET = _client("FACEBOOK_APP_SECRET")
INSTAGRAM_APP_ID = _client("INSTAGRAM_APP_ID")
INSTAGRAM_APP_SECRET = _client("INSTAGRAM_APP_SECRET")

# -- Accounts at platforms (social-auth, only ever to connect, never to log in) --------------------------------------
SOCIAL_AUTH_STORAGE = "platforms.models.SocialStorage"
SOCIAL_AUTH_REVOKE_TOKENS_ON_DISCONNECT = False
SOCIAL_AUTH_REDIRECT_IS_HTTPS = _site.scheme == "https"
SOCIAL_AUTH_URL_NAMESPACE = "social"
SOCIAL_AUTH_NEW_ASSOCIATION_REDIRECT_URL = "connections"
AUTHENTICATION_BACKENDS = [
    "publisher.accounts.throttle.Throttle",
    "django.contrib.auth.backends.ModelBackend",
    "platforms.youtube.oauth.YouTubeOAuth",
    "platforms.tiktok.oauth.TikTokOAuth",
    "platforms.instagram.oauth.InstagramOAuth",
    "platforms.instagram.facebook.FacebookOAuth",
]
SOCIAL_AUTH_PIPELINE = (
    "social_core.pipeline.social_auth.social_details",
    "social_core.pipeline.social_auth.social_uid",
    "platforms.connections.take_over_by_hand",
    "social_core.pipeline.social_auth.social_user",
    "platforms.connections.refuse_another_account",
    "social_core.pipeline.social_auth.associate_user",
    "platforms.connections.settle_connection",
)
TELLS_WHAT_GOES_ON = "publisher.reconnected.titles_of"
vars().update(consent_pages(vars(), on_own_machine=_site.hostname in ("localhost", "127.0.0.1")))

# -- The house -------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_q",
    "social_django",
    "axes",
    "platforms",
    "videos",
    "notifications",
    "retries",
    "publisher",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "publisher.api.door.ApiDoor",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "publisher.accounts.middleware.Acquaintance",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "publisher.context.every_page",
            ],
        },
    },
]
LANGUAGE_CODE = "en-us"
USE_I18N = True
USE_TZ = True

# -- Logging in, sessions, browser -----------------------------------------------------------------------------------
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "library"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says when to try again, and that holds
AXES_LOCKOUT_CALLABLE = "publisher.accounts.throttle.locked_out"
AXES_CLIENT_IP_CALLABLE = "publisher.accounts.client_address.client_address"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "new_password", "email", "csrfmiddlewaretoken", "code"]
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = AXES_VERBOSE = False
_HTTPS = _site.scheme == "https"
SESSION_ENGINE = "publisher.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"  # Lax, not Strict: the platforms' consent pages come back by a link
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = "__Host-retake" if _HTTPS else "retake"
CSRF_COOKIE_NAME = "__Host-retake-csrf" if _HTTPS else "retake-csrf"
CSRF_FAILURE_VIEW = "publisher.error_pages.csrf_failed"
SECURE_SSL_REDIRECT, SECURE_REDIRECT_EXEMPT = _HTTPS, [r"^health/"]  # probes ask from within, by http
SECURE_HSTS_SECONDS = 31536000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = _HTTPS
TRUST_PROXY_HEADERS = env.flag("TRUST_PROXY_HEADERS", False)
if TRUST_PROXY_HEADERS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

_BUCKET = bucket_origins(AWS_STORAGE_BUCKET_NAME, endpoint=AWS_S3_PUBLIC_ENDPOINT_URL, region=AWS_S3_REGION_NAME)
_CONSENT_PAGES = [GOOGLE_AUTH_URL, TIKTOK_AUTH_URL, FACEBOOK_AUTH_URL, INSTAGRAM_AUTH_URL]
_SHOWN = ["data:", "https:", *([SANDBOX_URL] if SANDBOX else [])]
CONTENT_SECURITY_POLICY = policy(images=_SHOWN, buckets=_BUCKET, consent_pages=_CONSENT_PAGES)

# -- The queue -------------------------------------------------------------------------------------------------------
# The queue is a hint and the row is the truth, so a message's lease (`retry`) may be long: recovery comes from the round.
_TASK_SECONDS = 6 * 3600
Q_CLUSTER = {
    "name": "short",
    "workers": 2,
    "queue_limit": 1,  # prefetched messages are leased, and would wait behind a long task
    "bulk": 1,
    "poll": 0.5,
    "guard_cycle": 0.5,  # django-q2 compares a float32 timer with == 0: only 0.5 and 1 ever reach it
    "timeout": _TASK_SECONDS,
    "retry": _TASK_SECONDS + 900,
    "ack_failures": True,
    "max_attempts": 1,
    "save_limit": -1,
    "catch_up": False,
    "recycle": 200,
    "cache": "q_stats",
    "label": "Queue",
    "ALT_CLUSTERS": {
        "transfers": {"workers": TRANSFER_SLOTS, "timeout": _TASK_SECONDS, "retry": _TASK_SECONDS + 900},
        "isolated": {"workers": 1, "timeout": _TASK_SECONDS, "retry": _TASK_SECONDS + 900},
        "fitting": {"workers": 1, "timeout": _TASK_SECONDS, "retry": _TASK_SECONDS + 900},
    },
    **({"redis": REDIS_URL} if REDIS_URL else {"orm": "default"}),
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "q_stats": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "q_stats"},
}

# -- Logs ------------------------------------------------------------------------------------------------------------
LOGGING = logging_at(LOG_LEVEL)
