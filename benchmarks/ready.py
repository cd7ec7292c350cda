"""Django made ready, under the tests' environment: to be imported before any model."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()
