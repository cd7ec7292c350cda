"""What the account pages know of those who ask."""

from django.contrib.auth.models import User
from django.http import HttpRequest


class PersonsRequest(HttpRequest):
    """A request behind `login_required`."""

    user: User
