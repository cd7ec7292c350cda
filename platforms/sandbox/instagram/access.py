"""Who asks: the token of a call, whether it may do this to that account, and whether it asks too often."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs

from platforms.sandbox.instagram.accounts import Account
from platforms.sandbox.instagram.allowances import HOUR
from platforms.sandbox.instagram.answers import OF_THE_APP, REASONS, refused
from platforms.sandbox.instagram.hosts import GRAPH_INSTAGRAM, Target
from platforms.sandbox.instagram.tokens import Kind, Token
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Request

TO_READ = {GRAPH_INSTAGRAM: ("instagram_business_basic",)}
TO_PUBLISH = {GRAPH_INSTAGRAM: ("instagram_business_basic", "instagram_business_content_publish")}
TO_READ_AT_FACEBOOK = ("instagram_basic",)
TO_PUBLISH_AT_FACEBOOK = ("instagram_basic", "instagram_content_publish", "pages_read_engagement")
TO_DELETE = ("instagram_basic", "instagram_manage_contents")


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of a Graph host; `fields` are those of its address and of its body."""

    request: Request
    target: Target
    fields: Mapping[str, str]

    def field(self, name: str) -> str:
        return self.fields.get(name, "")

    def whole(self, name: str, usual: int) -> int:
        """A number. Raises Refused for what is none."""
        text = self.field(name) or str(usual)
        if not text.isdecimal() or not int(text):
            raise refused("100", words=f"(#100) Param {name} must be a positive integer")
        return int(text)

    @property
    def sent_token(self) -> str:
        scheme, _, token = self.request.header("Authorization").partition(" ")
        return token.strip() if scheme == "Bearer" else self.field("access_token")

    @property
    def node(self) -> str:
        return self.target.parts[0] if self.target.parts else ""


def fields_of(request: Request, content: bytes) -> dict[str, str]:
    """Of the address, and of the body: a form or a JSON object."""
    pairs = {name: values[-1] for name, values in parse_qs(request.query, keep_blank_values=True).items()}
    if request.header("Content-Type").startswith("application/json"):
        try:
            given = json.loads(content or b"{}")
        except ValueError:
            given = {}
        return pairs | {name: _text(value) for name, value in given.items()} if isinstance(given, dict) else pairs
    form = parse_qs(content.decode("utf-8", "replace"), keep_blank_values=True)
    return pairs | {name: values[-1] for name, values in form.items()}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class Access:
    """Lets calls in, or raises `Refused`."""

    def __init__(self, world: World) -> None:
        self._world = world

    def token(self, call: Call) -> Token:
        """The good token that a call comes with."""
        text = call.sent_token
        if call.request.argument("access_token"):
            self._world.violations.note("I5", "a token in an address, where a header would do", call.request)
        found = self._world.tokens.find(text) if text else None
        if found is not None and (found.kind is Kind.INSTAGRAM) != (call.target.host == GRAPH_INSTAGRAM):
            self._world.violations.note("I13", "a token at the other login's host", call.request)
            found = None
        problem = "190" if found is None else found.problem(self._world.now())
        if problem or found is None:
            raise refused(problem, http=int(self._world.board.now.unauthorized_http))
        self._check_proof(call, found, text)
        return found

    def _check_proof(self, call: Call, found: Token, text: str) -> None:
        proof = call.field("appsecret_proof")
        if proof and found.secret and proof != hmac.new(found.secret.encode(), text.encode(), "sha256").hexdigest():
            raise refused("100", words="Invalid appsecret_proof provided in the API argument")

    def reach(self, token: Token) -> frozenset[str]:
        """The accounts that a token may act for."""
        if token.kind is Kind.INSTAGRAM:
            return frozenset({token.leave.ig_id})
        pages = (self._world.accounts.page(page_id) for page_id in token.leave.pages)
        return frozenset(page.ig_id for page in pages if page and page.ig_id)

    def account(self, call: Call, token: Token, ig_id: str, *, to_publish: bool = False) -> Account:
        """The account, where the token may do this to it and does not ask too often."""
        if ig_id == "me" and token.kind is Kind.INSTAGRAM:
            ig_id = token.leave.ig_id
        if ig_id not in self.reach(token):
            raise refused("100-33", words=f"Unsupported request. {REASONS['100-33'].words}")
        self.require(token, scopes_for(call.target, to_publish=to_publish))
        self._pace(ig_id)
        return self._world.accounts.get(ig_id)

    def require(self, token: Token, scopes: tuple[str, ...]) -> None:
        if not set(scopes) <= set(token.leave.scopes):
            raise refused("10")

    def _pace(self, ig_id: str) -> None:
        requests, now = self._world.requests, self._world.board.now
        requests.note(ig_id, "call")
        if requests.count(ig_id, "call", since=self._world.now() - HOUR) <= now.calls_an_hour:
            return
        requests.throttle(scope_of(now.rate_code, ig_id), requests.seconds_until_below(ig_id, "call", now.calls_an_hour, window=HOUR))
        raise refused(now.rate_code)


def scope_of(reason: str, ig_id: str) -> str:
    """Whom a rate limit binds."""
    return "app" if REASONS[reason].code in OF_THE_APP else ig_id


def scopes_for(target: Target, *, to_publish: bool) -> tuple[str, ...]:
    if to_publish:
        return TO_PUBLISH.get(target.host, TO_PUBLISH_AT_FACEBOOK)
    return TO_READ.get(target.host, TO_READ_AT_FACEBOOK)
