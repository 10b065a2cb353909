"""Who signs in, by a header: a token that was given at `@login`, or name and password."""

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

from cms.rest.memory import Memory

from . import throttle
from .errors import unauthorized
from .models import SignedOut

VALID_FOR = timedelta(hours=12)
ALGORITHM, PURPOSE = "HS256", "plone.tokens"
NEEDED = ["exp", "sub", "jti", "auth"]
# To compare a password takes half a second on purpose. Clients that send it with every request are known this long.
KNOWN_SECONDS = 300
known_passwords = Memory(500)


def signing_key():
    return salted_hmac(PURPOSE, "key", algorithm="sha256").hexdigest()


def password_mark(user):
    """Changes with the password, and tells nothing of it: who changes it signs out everywhere."""
    return salted_hmac(PURPOSE, user.password, algorithm="sha256").hexdigest()[:16]


def token_for(user):
    now = timezone.now()
    claims = {
        "sub": str(user.pk),
        "fullname": str(user),
        "iat": now,
        "exp": now + VALID_FOR,
        "jti": uuid.uuid4().hex,
        "auth": password_mark(user),
    }
    return jwt.encode(claims, signing_key(), algorithm=ALGORITHM)


def claims_of(token):
    """What a token of ours says, as long as it is valid; else None. The key is ours alone: so are its claims."""
    try:
        return jwt.decode(token, signing_key(), algorithms=[ALGORITHM], options={"require": NEEDED})
    except (jwt.PyJWTError, ValueError):
        return None


def give_back(token):
    claims = claims_of(token)
    SignedOut.add(claims["jti"], datetime.fromtimestamp(claims["exp"], UTC))


def user_of_token(token):
    claims = claims_of(token)
    if not claims or SignedOut.objects.filter(pk=claims["jti"]).exists():
        return None
    user = get_user_model().objects.filter(pk=claims["sub"], is_active=True).first()
    return user if user and constant_time_compare(claims["auth"], password_mark(user)) else None


def user_with(request, name, password):
    """The user with this name and password, or None. After too many guesses nobody is let in for a while: 429."""
    throttle.check(request, name)
    if not name or not password or "\x00" in name + password:
        return None
    user = authenticate(request, username=name, password=password)
    if user is None:
        throttle.note_failure(request, name)
    return user


def known_user_with(request, name, password):
    """The same for who sends both with every request."""
    mark = salted_hmac(PURPOSE, f"{name}\x00{password}", algorithm="sha256").hexdigest()
    if known := known_passwords.get(mark):
        key, password_then, at = known
        user = get_user_model().objects.filter(pk=key, is_active=True, password=password_then).first()
        if user and monotonic() - at < KNOWN_SECONDS:
            return user
    user = user_with(request, name, password)
    if user:
        known_passwords.keep(mark, (user.pk, user.password, monotonic()))
    return user


def user_of(request):
    """Who sends this request; None is anonymous. 401 for a header that is wrong: it is never taken for none."""
    header = request.headers.get("Authorization", "").strip()
    if not header:
        return None
    scheme, _space, value = header.partition(" ")
    user = None
    if scheme.lower() == "bearer":
        user = user_of_token(value.strip())
    elif scheme.lower() == "basic" and (pair := pair_of(value)):
        user = known_user_with(request, *pair)
    if user is None:
        raise unauthorized(_("Who you are is not known here, or not any more. Sign in again."))
    return user


def bearer_of(request):
    scheme, _space, value = request.headers.get("Authorization", "").strip().partition(" ")
    return value.strip() if scheme.lower() == "bearer" else ""


def pair_of(value):
    """Name and password of a Basic header, or None."""
    try:
        name, colon, password = base64.b64decode(value.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (name, password) if colon else None
