"""The page for a form whose CSRF proof is missing or old; the other error pages are templates alone."""

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer 403, say what to do, and lead back to the page that held the form."""
    facts = {"without_cookie": reason == REASON_NO_CSRF_COOKIE, "back": page_of_the_form(request)}
    return render(request, "csrf_failed.html", facts, status=403)


def page_of_the_form(request: HttpRequest, *, otherwise: str = "/") -> str:
    """Give the address that the browser came from if it is ours, else `otherwise`."""
    origin = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(origin, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return origin if ours else otherwise
