"""Settings, read from the environment. `hearth` fills in what a small host never needs to say."""

from __future__ import annotations

import os
import re
import secrets
import sqlite3
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from commonhearth.site.engine import wal_is_safe

env = environ.Env()

# --- Where this host lives -----------------------------------------------------------------------
HEARTH_DATA = Path(env("HEARTH_DATA", default="var/host")).resolve()
#: What this host is, was decided when it was made: `hearth` leaves this file in a demo host's folder.
HEARTH_DEMO = env.bool("HEARTH_DEMO", default=(HEARTH_DATA / "demo-host").exists())
HEARTH_URL = env("HEARTH_URL", default="http://localhost:8000").rstrip("/")
HEARTH_KEY_FILE = Path(env("HEARTH_KEY_FILE", default=str(HEARTH_DATA / "keys" / "host.key")))
#: The country whose helplines are shown first: two letters, or nothing to go by the browser's language.
HEARTH_COUNTRY = env("HEARTH_COUNTRY", default="")
#: How many reverse proxies stand in front and may be believed about a client's address.
HEARTH_PROXIES = env.int("HEARTH_PROXIES", default=0)
#: Where backups are kept; every night the newest one is put back there and then, to see that it is good.
HEARTH_BACKUPS = Path(env("HEARTH_BACKUPS")).resolve() if env("HEARTH_BACKUPS", default="") else None
HTTPS = HEARTH_URL.startswith("https://")


def _secret_key() -> str:
    """Return the signing key: from the environment, or made once and kept beside the host's keys."""
    if os.environ.get("HEARTH_SECRET"):
        return os.environ["HEARTH_SECRET"]
    file = HEARTH_DATA / "keys" / "signing.key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:  # another process was first
            pass
        else:
            with os.fdopen(descriptor, "w") as handle:
                handle.write(secrets.token_urlsafe(64))
    return file.read_text()


SECRET_KEY = _secret_key()
SECRET_KEY_FALLBACKS = env.list("HEARTH_SECRET_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = env.list(
    "HEARTH_HOSTS", default=[environ.urlparse(HEARTH_URL).hostname, "localhost", "127.0.0.1"]
)

# --- The floors ----------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "commonhearth.kit",
    "commonhearth.foundation.tenancy",
    "commonhearth.foundation.sealed",
    "commonhearth.foundation.once",
    "commonhearth.foundation.jobs",
    "commonhearth.foundation.outbox",
    "commonhearth.foundation.logbook",
    "commonhearth.foundation.search",
    "commonhearth.foundation.files",
    "commonhearth.foundation.accounts",
    "commonhearth.foundation.communities",
    "commonhearth.foundation.members",
    "commonhearth.foundation.recovery",
    "commonhearth.foundation.circles",
    "commonhearth.foundation.agreements",
    "commonhearth.foundation.notices",
    "commonhearth.foundation.webhooks",
    "commonhearth.rooms.helplines",
    "commonhearth.rooms.resources",
    "commonhearth.rooms.handbook",
    "commonhearth.rooms.meetings",
    "commonhearth.rooms.care",
    "commonhearth.rooms.conversations",
    "commonhearth.rooms.treasury",
    "commonhearth.rooms.directory",
    "commonhearth.rooms.founding",
    "commonhearth.site",
]

MIDDLEWARE = [
    # Outermost, so that errors are dressed too.
    "commonhearth.site.security.Dress",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "commonhearth.site.api.door.Door",
    "commonhearth.site.security.Threshold",
    # A page is small on a bad line with no proxy in front, too. Every secret in a page is masked anew
    # each time, and Django pads what it compresses, so its length tells nothing (BREACH).
    "django.middleware.gzip.GZipMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "commonhearth.rooms.helplines.middleware.SameForEveryone",
    "commonhearth.foundation.accounts.tokens.WithoutCookies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "commonhearth.foundation.accounts.middleware.SignedIn",
    "commonhearth.foundation.accounts.middleware.SessionLimits",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "commonhearth.foundation.accounts.tokens.TokenSignIn",
    "commonhearth.site.middleware.Doorway",
]

ROOT_URLCONF = "commonhearth.site.urls"
WSGI_APPLICATION = "commonhearth.site.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": sorted(str(path) for path in Path(__file__).parents[1].glob("**/templates")),
        "OPTIONS": {"environment": "commonhearth.kit.jinja.environment"},
    }
]
FORM_RENDERER = "django.forms.renderers.Jinja2"

# --- The database --------------------------------------------------------------------------------
DATABASE_URL = env("DATABASE_URL", default=f"sqlite:///{HEARTH_DATA / 'hearth.sqlite3'}")
DATABASE_OWNER_URL = env("DATABASE_OWNER_URL", default="")
DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
#: The PostgreSQL role that serves requests: no DDL, no BYPASSRLS. Migrations grant it its rights.
HEARTH_RUNTIME_ROLE = ""
#: Some SQLite builds can corrupt a WAL database (engine.py); there the rollback journal is used, where
#: readers wait for writers but nothing is lost.
SQLITE_WAL_IS_SAFE = wal_is_safe(sqlite3.sqlite_version_info)
SQLITE_JOURNAL = env("HEARTH_SQLITE_JOURNAL", default="WAL" if SQLITE_WAL_IS_SAFE else "DELETE")

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 15,  # seconds to wait for the one writer before saying "busy"
        "init_command": f"PRAGMA journal_mode={SQLITE_JOURNAL}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
    }
    DATABASES["default"]["CONN_MAX_AGE"] = None
else:
    HEARTH_RUNTIME_ROLE = DATABASES["default"]["USER"]
    if env.bool("HEARTH_AS_OWNER", default=False) and DATABASE_OWNER_URL:
        DATABASES["default"] = environ.Env.db_url_config(DATABASE_OWNER_URL)
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
    if env.bool("HEARTH_SERVING", default=False):
        # Rather say "busy" than keep somebody waiting; commands take their time.
        DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
            "-c lock_timeout=10s -c statement_timeout=18s -c idle_in_transaction_session_timeout=60s"
        )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Work for later, and counters (docs/adr/0007-jobs.md) -------------------------------------------
TASKS = {"default": {"BACKEND": "commonhearth.foundation.jobs.queue.Queue"}}
# Counters of limits only, shared by every process; pages and answers are never cached. Django throws
# entries away beyond MAX_ENTRIES, so it is far above what any flood can fill within a limit's window.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "hearth_counters",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 100_000, "CULL_FREQUENCY": 10},
    }
}

# --- Mail: optional at first start; a demo host sends none and shows it at /mailbox/ ----------------
HEARTH_NAME = env("HEARTH_NAME", default=environ.urlparse(HEARTH_URL).hostname or "Commonhearth")
DEFAULT_FROM_EMAIL = env("HEARTH_MAIL_FROM", default=f"hearth@{environ.urlparse(HEARTH_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
EMAIL_TIMEOUT = 20
#: "mailbox" on a demo host, "smtp" where HEARTH_MAIL_URL names a server, otherwise "none".
HEARTH_MAIL = "mailbox" if HEARTH_DEMO else "none"
if "HEARTH_MAIL_URL" in os.environ and not HEARTH_DEMO:
    HEARTH_MAIL = "smtp"
    _mail = env.email_url("HEARTH_MAIL_URL")  # smtp+tls://name:password@host:587
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)

#: Answers by mail: the address they go to (its name before "+" and a secret part), off without it; the mailbox
#: they are fetched from (imaps://name:password@host/INBOX; or `hearth mail-in` by the mail server's pipe); and the
#: name under which that mail server writes Authentication-Results: then what it does not vouch for waits for a press.
HEARTH_MAIL_REPLY = env("HEARTH_MAIL_REPLY", default="")
HEARTH_MAIL_IN = env("HEARTH_MAIL_IN", default="")
HEARTH_MAIL_AUTH = env("HEARTH_MAIL_AUTH", default="")
if HEARTH_MAIL_REPLY and not re.fullmatch(r"[^@+\s]{1,11}@[^@\s]+", HEARTH_MAIL_REPLY):
    raise ImproperlyConfigured(
        f"HEARTH_MAIL_REPLY is {HEARTH_MAIL_REPLY!r}; it is an address such as reply@example.org, "
        "with at most 11 characters before the @"
    )

# --- The way out (foundation/fetch): nothing but what is named here or in the directory ------------
#: "listed" lets jobs reach hosts that stand in the directory, among the peers or in a webhook; "off" nothing.
HEARTH_EGRESS = env("HEARTH_EGRESS", default="off" if HEARTH_DEMO else "listed")
if HEARTH_EGRESS not in ("off", "listed"):
    raise ImproperlyConfigured(f"HEARTH_EGRESS is {HEARTH_EGRESS!r}; it can be off or listed")
HEARTH_EGRESS_PORTS = env.list("HEARTH_EGRESS_PORTS", cast=int, default=[80, 443])
#: Private addresses that may be reached all the same: 127.0.0.1:8123,192.168.7.0/24:443
HEARTH_EGRESS_PRIVATE = env.list("HEARTH_EGRESS_PRIVATE", default=[])

#: Push services besides the browsers' own, by which devices are woken: "push.example.org", ".example.org"
HEARTH_PUSH_HOSTS = env.list("HEARTH_PUSH_HOSTS", default=[])

#: Text messages by the operator's own gateway (foundation/notices/sms), off without an address: where it takes
#: messages, with {number} or {digits}, {text}, {id}; the body, where it wants one; its Authorization header; a word
#: that says that it took one; beginnings of numbers that may be written to; how many in a day.
HEARTH_SMS_URL = env("HEARTH_SMS_URL", default="")
HEARTH_SMS_BODY = env("HEARTH_SMS_BODY", default="")
HEARTH_SMS_AUTH = env("HEARTH_SMS_AUTH", default="")
HEARTH_SMS_TAKEN = env("HEARTH_SMS_TAKEN", default="")
HEARTH_SMS_TO = env.list("HEARTH_SMS_TO", default=[])
HEARTH_SMS_A_DAY = env.int("HEARTH_SMS_A_DAY", default=200)

# --- People --------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["commonhearth.foundation.accounts.hashers.HearthArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [{"NAME": "commonhearth.foundation.accounts.passwords.HousePasswordValidator"}]
#: Whether anybody may make a sign-in here; asking to join a community needs one.
HEARTH_SIGN_UP = env.bool("HEARTH_SIGN_UP", default=True)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/home/"
SESSION_ENGINE = "commonhearth.foundation.accounts.sessions"
SESSION_COOKIE_AGE = 90 * 86400  # the most; accounts/middleware.py ends idle ones earlier

# The sign-in library. Addresses are stored only after a code came back from them, so it never has to ask.
ACCOUNT_ADAPTER = "commonhearth.foundation.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_RATE_LIMITS = {  # counted before any hash; more in accounts/limits.py
    "login": "60/m/ip",
    "login_failed": "30/600s/ip,5/300s/key",
    "reauthenticate": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "commonhearth.foundation.accounts.forms.PasswordSignInForm",
    "reauthenticate": "commonhearth.foundation.accounts.forms.PasswordAgainForm",
}
MFA_ADAPTER = "commonhearth.foundation.accounts.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}  # there is no secret to guess; many share one address
MFA_TOTP_TOLERANCE = 1  # clocks of old phones
MFA_TOTP_ISSUER = HEARTH_NAME
#: Browsers allow passkeys without HTTPS only on this machine itself; the library would refuse even that.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_FORMS = {
    "authenticate": "commonhearth.foundation.accounts.forms.SecondStepForm",
    "reauthenticate": "commonhearth.foundation.accounts.forms.SecondStepAgainForm",
    "activate_totp": "commonhearth.foundation.accounts.forms.SwitchOnForm",
    "add_webauthn": "commonhearth.foundation.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "commonhearth.foundation.accounts.forms.RenamePasskeyForm",
}

# --- Words and times -----------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [Path(__file__).parents[2] / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- The door for programs (site/api) --------------------------------------------------------------
#: What one token may read in a minute, per process (half of it without a token), and do in all.
HEARTH_API_READS = env.int("HEARTH_API_READS", default=120)
HEARTH_API_ACTS = env.int("HEARTH_API_ACTS", default=30)

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HEARTH_DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names carry a digest of the content, so browsers keep them for ever; whitenoise hands them out.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_MAX_AGE = 3600

# --- Security: what every answer carries and what no request may bring (site/security.py) -----------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        # Voice notes, and the one just recorded, to be heard before it is sent.
        "media-src": ["'self'", "blob:"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        **({"upgrade-insecure-requests": True} if HTTPS else {}),
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0  # two years
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if HEARTH_PROXIES:  # otherwise anybody could write that header
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# A name with this prefix is taken by browsers only from this very host, over HTTPS.
_prefix = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_prefix}session"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SIGNED_COOKIE_LEGACY_SALT_FALLBACK = False
MESSAGE_STORAGE = "commonhearth.site.security.HearthMessages"
CSRF_FAILURE_VIEW = "commonhearth.kit.problems.no_token"

#: The largest body of a request, in bytes: pictures and import files; forms without files are smaller.
HEARTH_LARGEST_BODY = 12 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
#: What the files of one community may take together.
HEARTH_FILES_MEGABYTES = env.int("HEARTH_FILES_MEGABYTES", default=2048)

# --- Logs: one gate, no words (site/logs.py) ------------------------------------------------------
LOGGING_CONFIG = "commonhearth.site.logs.configure"
LOGGING = {"version": 1}  # Django asks for something before it calls the above
