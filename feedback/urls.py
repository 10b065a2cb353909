"""The addresses where readers say something of a page."""

from django.urls import path

from . import views

urlpatterns = [
    path("reactie/<uuid:key>/", views.give_feedback, name="feedback"),
    path("reactie/<uuid:key>/nuttig/", views.vote, name="feedback_vote"),
    path("reactie/<uuid:key>/dank/", views.thank, name="feedback_thanks"),
]
