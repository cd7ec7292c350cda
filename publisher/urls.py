"""Addresses of the pages that show publications, and of what their buttons ask for."""

from django.urls import path
from django.views.generic import RedirectView

from publisher.views import connections, library, publish, verbs, video

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="library"), name="home"),
    path("library/", library.library, name="library"),
    path("library/rows", library.rows, name="rows"),
    path("videos/<int:pk>/", video.video, name="video"),
    path("videos/<int:pk>/file", video.file, name="file"),
    path("videos/<int:pk>/publish/", publish.publish, name="publish"),
    path("publications/<int:pk>/panel", video.panel, name="panel"),
    path("publications/<int:pk>/retry", verbs.retry, name="retry"),
    path("publications/<int:pk>/cancel", verbs.cancel, name="cancel"),
    path("publications/<int:pk>/confirm", verbs.confirm, name="confirm"),
    path("connections/", connections.connections, name="connections"),
]
