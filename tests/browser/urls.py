"""Every address of Retake, and views that go wrong on purpose."""

from django.urls import path

from config.urls import urlpatterns as ours
from tests.pages.urls import broken, forbidden, unreadable

urlpatterns = [*ours, path("forbidden/", forbidden), path("unreadable/", unreadable), path("broken/", broken)]
