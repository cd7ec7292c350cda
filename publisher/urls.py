"""Addresses of the pages that show publications, and of what their buttons ask for."""

from django.urls import path
from django.views.generic import RedirectView

from publisher.views import (
    attention,
    connections,
    defaults,
    edit,
    fetched,
    fit,
    health,
    library,
    notices,
    numbers,
    publish,
    verbs,
    video,
)

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="library"), name="home"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("library/", library.library, name="library"),
    path("library/rows", library.rows, name="rows"),
    path("attention/", attention.page, name="attention"),
    path("attention/causes", attention.causes, name="causes"),
    path("attention/retry/", attention.retry_many, name="retry_many"),
    path("notices/", notices.page, name="notices"),
    path("notices/read", notices.read, name="read_notices"),
    path("videos/<int:pk>/", video.video, name="video"),
    path("videos/<int:pk>/together", video.together_part, name="together"),
    path("videos/<int:pk>/retry", verbs.retry_failed, name="retry_failed"),
    path("videos/<int:pk>/file", video.file, name="file"),
    path("videos/<int:pk>/publish/", publish.publish, name="publish"),
    path("fits/<int:pk>/", fit.page, name="fit"),
    path("fits/<int:pk>/part", fit.fit_part, name="fit_part"),
    path("fits/<int:pk>/cancel", fit.cancel, name="cancel_fit"),
    path("fits/<int:pk>/again", fit.again, name="refit"),
    path("fits/<int:pk>/use", fit.use, name="use_fit"),
    path("fits/<int:pk>/original", fit.original, name="use_original"),
    path("publications/<int:pk>/panel", video.panel, name="panel"),
    path("publications/<int:pk>/edit/", edit.edit, name="edit"),
    path("publications/<int:pk>/retry", verbs.retry, name="retry"),
    path("publications/<int:pk>/cancel", verbs.cancel, name="cancel"),
    path("publications/<int:pk>/confirm", verbs.confirm, name="confirm"),
    path("m/<str:ticket>.<slug:ending>", fetched.fetch, name="fetched"),
    path("numbers/", numbers.numbers, name="numbers"),
    path("connections/", connections.connections, name="connections"),
    path("connections/<int:pk>/disconnect/", connections.disconnect, name="disconnect"),
    path("connections/<int:pk>/defaults/", defaults.defaults, name="defaults"),
]
