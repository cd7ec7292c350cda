"""The Django app `retries`."""

from django.apps import AppConfig


class RetriesConfig(AppConfig):
    name = "retries"
