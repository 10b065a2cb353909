from django.urls import path

from . import views

urlpatterns = [path("vind-je-platform/", views.find_platform, name="find_platform")]
