"""The Django app `videos`."""

from django.apps import AppConfig


class VideosConfig(AppConfig):
    name = "videos"
