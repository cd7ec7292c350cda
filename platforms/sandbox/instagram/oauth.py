"""Both ways in: the rules of the two consent pages, and the endpoints that give and renew tokens.

Source: the guides to Business Login for Instagram (2026-03-13) and to the manual flow of Facebook Login.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from platforms.sandbox.instagram.access import Call
from platforms.sandbox.instagram.answers import Refused, flat_refusal, refused
from platforms.sandbox.instagram.hosts import WWW_FACEBOOK
from platforms.sandbox.instagram.tokens import Kind, Leave, Token
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Request, Response, json_response, redirect

AT_INSTAGRAM = {
    "instagram_business_basic": "See your profile and your posts",
    "instagram_business_content_publish": "Make posts on your behalf",
    "instagram_business_manage_comments": "Manage your comments",
    "instagram_business_manage_messages": "Manage your messages",
    "instagram_business_manage_insights": "See your insights",
}
AT_FACEBOOK = {
    "public_profile": "Receive your name and profile picture",
    "instagram_basic": "See the profile and the posts of the Instagram account connected to your Page",
    "instagram_content_publish": "Upload media and make posts for the Instagram account connected to your Page",
    "instagram_manage_contents": "Manage the posts of the Instagram account connected to your Page",
    "instagram_manage_comments": "Manage comments of the Instagram account connected to your Page",
    "instagram_manage_insights": "See insights of the Instagram account connected to your Page",
    "pages_show_list": "Show a list of the Pages you manage",
    "pages_read_engagement": "Read content posted on the Page",
    "business_management": "Manage your business",
    "ads_management": "Manage ads for ad accounts that you have access to",
    "ads_read": "Access your Facebook ads and related stats",
    "email": "Receive your email address",
}
OWN_MACHINE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an application asks a person for."""

    login: Kind
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str

    @property
    def known(self) -> Mapping[str, str]:
        return AT_FACEBOOK if self.login is Kind.USER else AT_INSTAGRAM


class Unaskable(Exception):
    """The address that sent the person here is wrong; there is nowhere to send them back to."""


def asked_for(request: Request, *, takes_local: bool) -> Asked:
    """Read the authorization request. Raises Unaskable with Meta's words for what is wrong with it."""
    login = Kind.USER if request.path.startswith(f"/{WWW_FACEBOOK}/") else Kind.INSTAGRAM
    asked = Asked(
        login=login,
        client_id=request.argument("client_id"),
        redirect_uri=request.argument("redirect_uri"),
        scopes=tuple(dict.fromkeys(scope for scope in request.argument("scope").replace(",", " ").split() if scope)),
        state=request.argument("state"),
    )
    unknown = sorted(set(asked.scopes) - asked.known.keys())
    problems = {
        "Invalid platform app": not asked.client_id,
        "Invalid response_type": request.argument("response_type", "code" if login is Kind.USER else "") != "code",
        "Invalid redirect_uri": not _is_redirect_allowed(asked.redirect_uri, takes_local=takes_local),
        f"Invalid Scopes: {', '.join(unknown) or 'none'}": bool(unknown) or not asked.scopes,
    }
    for problem, is_so in problems.items():
        if is_so:
            raise Unaskable(problem)
    return asked


def _is_redirect_allowed(redirect_uri: str, *, takes_local: bool) -> bool:
    """https; and, since this is for practice, http to one's own machine."""
    parts = urlsplit(redirect_uri)
    return not parts.fragment and (parts.scheme == "https" or (takes_local and parts.scheme == "http" and parts.hostname in OWN_MACHINE))


class OAuth:
    """The answers to consent and to the token endpoints. They raise `Refused`."""

    def __init__(self, world: World) -> None:
        self._world = world

    # -- the consent page's two buttons ------------------------------------------------------------------------------
    def allow(self, asked: Asked, leave: Leave) -> Response:
        code = self._world.tokens.issue_code(leave, login=asked.login, redirect_uri=asked.redirect_uri)
        return _back(asked, code=code)

    def deny(self, asked: Asked) -> Response:
        return _back(asked, error="access_denied", error_reason="user_denied", error_description="The user denied your request")

    # -- Instagram Login ---------------------------------------------------------------------------------------------
    def instagram_code(self, call: Call) -> Response:
        """POST api.instagram.com/oauth/access_token: a code for a token of an hour."""
        if not call.request.header("Content-Type").startswith(("application/x-www-form-urlencoded", "multipart/form-data")):
            raise Refused(flat_refusal("The request is no form"))
        if call.request.query:
            self._world.violations.note("I5", "a secret in an address, where a form is asked for", call.request)
        if not call.field("client_id") or not call.field("client_secret") or self._world.board.now.wrong_client:
            raise Refused(flat_refusal("Invalid platform app"))
        if call.field("grant_type") != "authorization_code":
            raise Refused(flat_refusal("Invalid grant_type"))
        leave = self._redeemed(call, Kind.INSTAGRAM)
        if leave is None:
            raise Refused(flat_refusal("Matching code was not found or was already used"))
        seconds = self._world.board.now.short_token_seconds
        token = self._world.tokens.issue(Kind.INSTAGRAM, leave, seconds=seconds, secret=call.field("client_secret"))
        return json_response(200, self._code_answer(token))

    def _code_answer(self, token: Token) -> dict[str, object]:
        now, scopes = self._world.board.now, token.leave.scopes
        told: dict[str, object] = {
            "access_token": token.token,
            "user_id": int(token.leave.ig_id),
            "permissions": ",".join(scopes) if now.permissions_as == "text" else list(scopes),
        }
        return {"data": [{**told, "user_id": token.leave.ig_id}]} if now.code_answer == "in_data" else told

    def instagram_exchange(self, call: Call) -> Response:
        """GET graph.instagram.com/access_token: a token of an hour for one of sixty days."""
        short = self._instagram_token(call, "ig_exchange_token")
        if self._world.board.now.wrong_client or (short.secret or call.field("client_secret")) != call.field("client_secret"):
            raise refused("1", words="Error validating client secret.")
        if short.lasting:
            raise refused("100", words="Session key invalid. This could be because the session key has an incorrect format.")
        return self._lasting(short)

    def instagram_refresh(self, call: Call) -> Response:
        """GET graph.instagram.com/refresh_access_token: sixty days more, for a token that is a day old and still good."""
        old = self._instagram_token(call, "ig_refresh_token")
        is_young = self._world.now() - old.issued_at < self._world.board.now.refresh_after_seconds
        if not old.lasting or is_young or "instagram_business_basic" not in old.leave.scopes:
            raise refused("100", words="The access token cannot be refreshed yet, or not at all.")
        answer = self._lasting(old)
        if self._world.board.now.refresh_ends_old:
            self._world.tokens.end(old)
        return answer

    def _instagram_token(self, call: Call, grant_type: str) -> Token:
        if call.field("grant_type") != grant_type:
            raise refused("100", words="Unsupported grant_type")
        token = self._world.tokens.find(call.sent_token)
        problem = "190" if token is None or token.kind is not Kind.INSTAGRAM else token.problem(self._world.now())
        if problem or token is None:
            raise refused(problem, http=int(self._world.board.now.unauthorized_http))
        return token

    def _lasting(self, token: Token) -> Response:
        seconds = self._world.board.now.long_token_seconds
        new = self._world.tokens.issue(token.kind, token.leave, seconds=seconds, secret=token.secret, lasting=True)
        return json_response(200, {"access_token": new.token, "token_type": "bearer", "expires_in": int(seconds)})

    # -- Facebook Login ----------------------------------------------------------------------------------------------
    def facebook(self, call: Call) -> Response:
        """graph.facebook.com/{v}/oauth/access_token: a code, or a token that does not last, for a token."""
        if not call.field("client_id") or not call.field("client_secret") or self._world.board.now.wrong_client:
            raise refused("1", words="Error validating client secret.")
        if call.field("grant_type") == "fb_exchange_token":
            return self._facebook_exchange(call)
        if call.field("grant_type") not in ("", "authorization_code"):
            raise refused("100", words="Invalid grant_type")
        leave = self._redeemed(call, Kind.USER)
        if leave is None:
            raise refused("100", words="This authorization code has been used, has expired, or was given for another redirect_uri.")
        seconds = self._world.board.now.short_token_seconds
        token = self._world.tokens.issue(Kind.USER, leave, seconds=seconds, secret=call.field("client_secret"))
        return json_response(200, {"access_token": token.token, "token_type": "bearer", "expires_in": int(seconds)})

    def _facebook_exchange(self, call: Call) -> Response:
        old = self._world.tokens.find(call.field("fb_exchange_token"))
        problem = "190" if old is None or old.kind is not Kind.USER else old.problem(self._world.now())
        if problem or old is None:
            raise refused(problem, http=int(self._world.board.now.unauthorized_http))
        if (old.secret or call.field("client_secret")) != call.field("client_secret"):
            raise refused("1", words="Error validating client secret.")
        return self._lasting(old)

    def _redeemed(self, call: Call, login: Kind) -> Leave | None:
        code = call.field("code")
        if self._world.tokens.was_used(code):
            self._world.violations.note("I10", "a code that was used before", call.request)
        return self._world.tokens.redeem(code, login=login, client_id=call.field("client_id"), redirect_uri=call.field("redirect_uri"))


def _back(asked: Asked, **answer: str) -> Response:
    """Both logins add a fragment of their own, which is no part of the code."""
    joint = "&" if urlsplit(asked.redirect_uri).query else "?"
    given = {**answer, "state": asked.state} if asked.state else answer
    mark = "#_=_" if asked.login is Kind.USER else "#_"
    return redirect(f"{asked.redirect_uri}{joint}{urlencode(given)}{mark}", status=302)
