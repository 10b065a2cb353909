"""Serves the pictures of users, to signed-in users only: uploads have no public address."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.users.models import UserProfile


def avatar_url(user) -> str | None:
    """The URL of this user's picture; None if there is none, and Wagtail shows its default.

    Reads the profile that lists load with their users: a query of its own would be one for each row.
    """
    profile = getattr(user, "wagtail_userprofile", None)
    return reverse("avatar", args=[user.pk]) if profile and profile.avatar else None


def serve_avatar(request, user_id):
    profile = get_object_or_404(UserProfile.objects.exclude(avatar=""), user=user_id)
    try:
        return FileResponse(profile.avatar.open())
    except OSError:
        raise Http404 from None
