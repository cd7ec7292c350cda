"""The addresses that pages of connections lead to, for tests that ask them alone."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def place(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.resolver_match.url_name if request.resolver_match else "")


urlpatterns = [
    path("", include("platforms.urls")),
    path("", place, name="library"),
    path("upload/", place, name="upload"),
    path("numbers/", place, name="numbers"),
    path("attention/", place, name="attention"),
    path("notices/", place, name="notices"),
    path("connections/", place, name="connections"),
    path("account/", place, name="account"),
    path("login/", place, name="login"),
    path("logout/", place, name="logout"),
    path("signup/", place, name="signup"),
    path("admin/numbers/", place, name="staff_numbers"),
    path("admin/", admin.site.urls),
]
