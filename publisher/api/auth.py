"""Who asks: the owner of the token in `Authorization: Bearer rtk_…`. A cookie says nothing here."""

from dataclasses import dataclass
from datetime import UTC

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from platforms import clock
from publisher.api import throttle
from publisher.api.problems import ApiProblem
from publisher.interventions import By
from publisher.models import ApiToken, Door

LONGEST = 200
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_ASKS = 'Bearer realm="Retake"'


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The person whose token it is."""

    user: User
    token: ApiToken

    @property
    def is_staff(self) -> bool:
        return self.user.is_staff

    def by(self, reason: str) -> By:
        """As whom what they do is kept."""
        return By(user=self.user, door=Door.API, reason=reason)


class CallersRequest(HttpRequest):
    """A request with a good token."""

    auth: Caller


class Token(AuthBase):
    """Takes any token that lives; one that only reads may not POST."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token, made on your account's page. It acts as you."

    def __call__(self, request: HttpRequest) -> Caller:
        caller = _caller(request)
        self.insist(caller, request)
        timezone.activate(UTC)  # whatever a cookie says: moments without a zone are in UTC here
        return caller

    def insist(self, caller: Caller, request: HttpRequest) -> None:
        """Raise `ApiProblem` where this caller may not do that."""
        if caller.token.reads_only and request.method not in _READS:
            raise ApiProblem(403, "reads_only", "This token only reads. Make another one for this.")


class StaffToken(Token):
    """Takes tokens of the people who run Retake alone."""

    openapi_description = "A token of somebody who runs Retake."

    def insist(self, caller: Caller, request: HttpRequest) -> None:
        if not caller.is_staff:
            raise ApiProblem(403, "staff_only", "Only the people who run Retake may do this.")
        super().insist(caller, request)


def _caller(request: HttpRequest) -> Caller:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    given = given.strip()
    if scheme.lower() != "bearer" or not given:
        said = "Send a token: Authorization: Bearer rtk_… Tokens are made on your account's page."
        raise ApiProblem(401, "token_needed", said, headers={"WWW-Authenticate": _ASKS})
    now = clock.now()
    # Found by its hash: how long that takes tells nothing about how much of a guess is right.
    token = ApiToken.objects.alive(now).given_as(given[:LONGEST]).select_related("user").first()
    if token is None:
        raise _refused(request)
    ApiToken.objects.note_use(token, now=now)
    return Caller(user=token.user, token=token)


def _refused(request: HttpRequest) -> ApiProblem:
    """The same words for every token that opens nothing: unknown, revoked, run out, or of somebody who left."""
    if throttle.is_over(request):
        return ApiProblem(
            429, "too_many_wrong_tokens", "Too many wrong tokens came from here. Wait a minute.", headers={"Retry-After": "60"}
        )
    headers = {"WWW-Authenticate": f'{_ASKS}, error="invalid_token"'}
    return ApiProblem(
        401, "token_refused", "This token opens nothing, or nothing any more. Make a new one on your account's page.", headers=headers
    )
