"""Every address of Retake; each app names its own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from publisher.views.numbers import staff_numbers

urlpatterns = [
    path(f"{settings.ADMIN_PATH}/numbers/", admin.site.admin_view(staff_numbers), name="staff_numbers"),
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("publisher.accounts.urls")),
    path("", include("platforms.urls")),
    path("videos/", include("videos.urls")),
    path("api/", include("publisher.api.urls")),
    path("", include("publisher.urls")),
]
