"""The WSGI application that gunicorn serves."""

import io
import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()
call_command("check", stdout=io.StringIO())  # settings that make no sense refuse to start here too, each with its hint
