"""Serves the pictures of users, to signed-in users only: uploads have no public address."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.users.models import UserProfile


def avatar_url(user) -> str | None:
    """The URL of this user's picture; None if there is none, and Wagtail shows its default."""
    profile = UserProfile.objects.filter(user=user).exclude(avatar="").first() if user else None
    return profile and reverse("avatar", args=[user.pk])


def serve_avatar(request, user_id):
    profile = get_object_or_404(UserProfile.objects.exclude(avatar=""), user=user_id)
    try:
        return FileResponse(profile.avatar.open())
    except OSError:
        raise Http404 from None
