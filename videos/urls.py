"""Addresses of the media."""

from django.urls import path

from videos import caption_pages, views, watching
from videos.uploads import page, protocol

urlpatterns = [
    path("upload/", page.upload, name="upload"),
    path("uploads/", protocol.begin, name="upload_begin"),
    path("uploads/<int:pk>/addresses", protocol.addresses, name="upload_addresses"),
    path("uploads/<int:pk>/parts/<int:number>", protocol.part, name="upload_part"),
    path("uploads/<int:pk>/complete", protocol.complete, name="upload_complete"),
    path("uploads/<int:pk>/cancel", protocol.cancel, name="upload_cancel"),
    path("uploads/<int:pk>/drop", page.drop, name="upload_drop"),
    path("<int:pk>/details", views.details, name="details"),
    path("<int:pk>/captions/", caption_pages.captions, name="captions"),
    path("<int:pk>/captions/<slug:language>", caption_pages.caption_file, name="caption_file"),
    path("<int:pk>/captions/<slug:language>/edit", caption_pages.edit_caption, name="edit_caption"),
    path("<int:pk>/captions/<slug:language>/drop", caption_pages.drop_caption, name="drop_caption"),
    path("<int:pk>/poster", views.poster, name="poster"),
    path("<int:pk>/strip/<int:number>", views.strip_frame, name="strip_frame"),
    path("<int:pk>/watch", watching.watch, name="watch"),
    path("<int:pk>/watch/<str:ticket>", watching.watching, name="watching"),
    path("fits/<int:pk>/watch", watching.watch_fit, name="watch_fit"),
    path("fits/<int:pk>/watch/<str:ticket>", watching.watching_fit, name="watching_fit"),
    path("fits/<int:pk>/poster", views.fit_poster, name="fit_poster"),
    path("<int:pk>/download", watching.download, name="download"),
    path("media/<str:ticket>", views.media, name="media"),
]
