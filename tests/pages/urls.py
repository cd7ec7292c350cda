"""The account pages with the places of the rail around them, and views that go wrong on purpose."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "base.html")


def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def unreadable(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("on purpose, with a secret-canary in its words")


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose, with a secret-canary in its words")


urlpatterns = [
    path("", page, name="library"),
    path("upload/", page, name="upload"),
    path("numbers/", page, name="numbers"),
    path("attention/", page, name="attention"),
    path("notices/", page, name="notices"),
    path("connections/", page, name="connections"),
    path("forbidden/", forbidden),
    path("unreadable/", unreadable),
    path("broken/", broken),
    path("admin/numbers/", page, name="staff_numbers"),
    path("admin/", admin.site.urls),
    path("", include("publisher.accounts.urls")),
]
