"""Every address of Retake; each app names its own."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path(f"{settings.ADMIN_PATH}/", admin.site.urls),
    path("", include("publisher.account_urls")),
    path("", include("platforms.urls")),
    path("videos/", include("videos.urls")),
    path("", include("publisher.urls")),
]
