"""Authentication by the `Authorization` header: a JWT from `@login`, an API token, or name and password."""

import base64
import binascii
import uuid
from datetime import UTC, datetime, timedelta
from time import monotonic

import jwt
from django.contrib.auth import authenticate, get_user_model
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts.limits import TOO_MANY, is_locked_out, retry_headers
from accounts.second_factor import is_password_enough
from accounts.sessions import MAX_SESSION_AGE
from accounts.tokens import TermedTokenAuth
from audit.models import Action
from audit.recording import record
from caching.memory import Memory

from .errors import DialectError, unauthorized
from .models import SignedOut

VALID_FOR = timedelta(hours=12)
ALGORITHM, PURPOSE = "HS256", "plone.tokens"
REQUIRED_CLAIMS = ["exp", "sub", "jti", "auth"]
# Checking a password takes half a second on purpose, so clients that send one with every request are not checked
# again for this long.
VERIFIED_SECONDS = 300
verified_passwords = Memory(500)


def signing_key():
    return salted_hmac(PURPOSE, "key", algorithm="sha256").hexdigest()


def password_fingerprint(user):
    """A keyed hash in every token, so that a new password invalidates all tokens of the user."""
    return salted_hmac(PURPOSE, user.password, algorithm="sha256").hexdigest()[:16]


def make_token(user, since=None) -> str:
    """A token for this user. `since` is when the password was entered, in Unix seconds; renewing keeps it."""
    now = timezone.now()
    claims = {
        "sub": str(user.pk),
        "fullname": str(user),
        "iat": now,
        "since": since or int(now.timestamp()),
        "exp": now + VALID_FOR,
        "jti": uuid.uuid4().hex,
        "auth": password_fingerprint(user),
    }
    return jwt.encode(claims, signing_key(), algorithm=ALGORITHM)


def decode_token(token) -> dict | None:
    """The claims of a token, or None if it is expired or not signed by us."""
    try:
        return jwt.decode(token, signing_key(), algorithms=[ALGORITHM], options={"require": REQUIRED_CLAIMS})
    except (jwt.PyJWTError, ValueError):
        return None


def renew_token(token, user) -> str | None:
    """A new token in place of a valid one; None once the password was entered longer ago than a session may last."""
    claims = decode_token(token)
    since = claims.get("since", claims["iat"])
    if timezone.now() - datetime.fromtimestamp(since, UTC) > MAX_SESSION_AGE:
        return None
    return make_token(user, since)


def revoke_token(token) -> None:
    claims = decode_token(token)
    SignedOut.add(claims["jti"], datetime.fromtimestamp(claims["exp"], UTC))


def user_of_token(token):
    claims = decode_token(token)
    if not claims or SignedOut.objects.filter(pk=claims["jti"]).exists():
        return None
    user = get_user_model().objects.filter(pk=claims["sub"], is_active=True).first()
    if not user or not constant_time_compare(claims["auth"], password_fingerprint(user)):
        return None
    return user if is_password_enough(user) else None


def user_of_api_token(request, token):
    """The user who made this token in the admin: the way in for programs of whoever has a second factor."""
    api_token = TermedTokenAuth().authenticate(request, token)
    return api_token.user if api_token else None


def authenticate_password(request, name, password):
    """The user with this name and password, or None.

    Raises 429 after too many failed attempts, and 401 with the reason where a password alone is not enough.
    """
    if not name or not password or "\x00" in name + password:
        return None
    user = authenticate(request, username=name, password=password)
    if user is None and is_locked_out(request):
        raise DialectError(429, TOO_MANY, headers=retry_headers())
    if user is not None:
        refuse_if_password_is_not_enough(user)
    return user


def refuse_if_password_is_not_enough(user) -> None:
    if not is_password_enough(user):
        raise unauthorized(
            _(
                "Signing in to your account takes two steps, so a password alone does not work here. Make an API token"
                " in the admin and send that: Authorization: Bearer …"
            )
        )


def authenticate_basic(request, name, password):
    """The same, without checking again a password that was checked shortly before."""
    credentials_hash = salted_hmac(PURPOSE, f"{name}\x00{password}", algorithm="sha256").hexdigest()
    if verified := verified_passwords.get(credentials_hash):
        user_key, password_hash, verified_at = verified
        user = get_user_model().objects.filter(pk=user_key, is_active=True, password=password_hash).first()
        if user and monotonic() - verified_at < VERIFIED_SECONDS:
            refuse_if_password_is_not_enough(user)
            return user
    user = authenticate_password(request, name, password)
    if user:
        record(Action.SIGNED_IN, user=user)
        verified_passwords.keep(credentials_hash, (user.pk, user.password, monotonic()))
    return user


def authenticate_request(request):
    """The user of this request, None if it has no header. A header that is invalid is 401, never anonymous."""
    header = request.headers.get("Authorization", "").strip()
    if not header:
        return None
    scheme, _space, value = header.partition(" ")
    user = None
    if scheme.lower() == "bearer":
        user = user_of_token(value.strip()) or user_of_api_token(request, value.strip())
    elif scheme.lower() == "basic" and (credentials := decode_basic(value)):
        user = authenticate_basic(request, *credentials)
    if user is None:
        raise unauthorized(_("Who you are is not known here, or not any more. Sign in again."))
    return user


def bearer_token(request) -> str:
    """The token in the header, or an empty string."""
    scheme, _space, value = request.headers.get("Authorization", "").strip().partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def decode_basic(value) -> tuple[str, str] | None:
    """Name and password of a Basic header."""
    try:
        name, colon, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (name, password) if colon else None
