"""Who may come to the pages of connections: people who are logged in."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Rest = ParamSpec("Rest")


class UsersRequest(HttpRequest):
    """A request behind `logged_in`."""

    user: User


def logged_in(view: Callable[Concatenate[UsersRequest, Rest], HttpResponse]) -> Callable[Concatenate[UsersRequest, Rest], HttpResponse]:
    """Ask visitors to log in, and lead them to the list of connections: what they pressed cannot be opened by its address."""

    @wraps(view)
    def asked(request: UsersRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return redirect_to_login(reverse("connections"))

    return asked
