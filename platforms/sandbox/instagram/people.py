"""Who a token speaks for: accounts, people, their Pages and permissions, and what a token is.

Source: the guides to Business Login for Instagram and to Facebook Login, and the reference of debug_token, read 2026-10-06.
"""

from typing import Any

from platforms.sandbox.instagram.access import TO_READ, Access, Call
from platforms.sandbox.instagram.accounts import Account, Page
from platforms.sandbox.instagram.answers import refused
from platforms.sandbox.instagram.fields import shown
from platforms.sandbox.instagram.hosts import GRAPH_INSTAGRAM
from platforms.sandbox.instagram.reading import unfound
from platforms.sandbox.instagram.tokens import Kind, Token
from platforms.sandbox.instagram.world import World
from platforms.sandbox.plumbing import Response, json_response

USUAL_LIMIT = 25


class People:
    """The answers of me, me/accounts, me/permissions, debug_token and of the nodes of Pages and accounts. They raise `Refused`."""

    def __init__(self, world: World, access: Access) -> None:
        self._world = world
        self._access = access

    def me(self, call: Call) -> Response:
        token = self._access.token(call)
        return json_response(200, self._me(call, token))

    def _me(self, call: Call, token: Token) -> dict[str, Any]:
        accounts = self._world.accounts
        match token.kind:
            case Kind.INSTAGRAM:
                self._access.require(token, TO_READ[GRAPH_INSTAGRAM])
                return self._account(call, accounts.get(token.leave.ig_id), own_id=True)
            case Kind.PAGE:
                return self._page(call, self._page_of(token.page_id), token)
            case Kind.USER:
                person = accounts.person(token.leave.person_id)
                return shown({"id": person.person_id, "name": person.name}, call.field("fields"), usual=("name", "id"))

    def node(self, call: Call) -> Response:
        """A Page or an account by its id."""
        token = self._access.token(call)
        page = self._world.accounts.page(call.node)
        if page is not None and page.page_id in token.leave.pages:
            return json_response(200, self._page(call, page, token))
        if call.node not in self._access.reach(token):
            raise unfound(call.node)
        account = self._access.account(call, token, call.node)
        return json_response(200, self._account(call, account, own_id=token.kind is Kind.INSTAGRAM))

    def pages(self, call: Call) -> Response:
        """GET me/accounts."""
        token = self._access.token(call)
        if token.kind is not Kind.USER:
            raise refused("100", words="(#100) Tried accessing nonexisting field (accounts) on node type (Page)")
        let = token.leave.pages if "pages_show_list" in token.leave.scopes else ()
        found = [page for page in self._world.accounts.pages(token.leave.person_id) if page.page_id in let]
        after = call.field("after")
        if after:
            found = [page for page in found if page.page_id > after]
        limit = min(call.whole("limit", USUAL_LIMIT), self._world.board.now.pages_an_answer or USUAL_LIMIT * 4)
        answer: dict[str, Any] = {"data": [self._page(call, page, token) for page in found[:limit]]}
        if found:
            answer["paging"] = {"cursors": {"before": found[0].page_id, "after": found[:limit][-1].page_id}}
        if len(found) > limit:
            place = f"{call.request.base}{call.request.path}"
            answer["paging"]["next"] = f"{place}?access_token={token.token}&limit={limit}&after={found[:limit][-1].page_id}"
        return json_response(200, answer)

    def permissions(self, call: Call) -> Response:
        leave = self._access.token(call).leave
        granted = [{"permission": scope, "status": "granted"} for scope in leave.scopes]
        return json_response(200, {"data": [*granted, *({"permission": scope, "status": "declined"} for scope in leave.declined)]})

    def take_back(self, call: Call) -> Response:
        """DELETE me/permissions: the person removes the app."""
        token = self._access.token(call)
        self._world.tokens.end_all_of(person_id=token.leave.person_id)
        return json_response(200, {"success": True})

    def debug(self, call: Call) -> Response:
        """What a token is; asked for with a token of the app, or with the token itself."""
        app_id, _, secret = call.sent_token.partition("|")
        if not secret:
            self._access.token(call)
        elif call.request.argument("access_token"):
            self._world.violations.note("I5", "the app's secret in an address, where a header would do", call.request)
        found = self._world.tokens.find(call.field("input_token"))
        if found is None or found.kind is Kind.INSTAGRAM:
            return json_response(
                200, {"data": {"is_valid": False, "scopes": [], "error": {"code": 190, "message": "Invalid OAuth access token."}}}
            )
        if secret and found.leave.client_id and app_id != found.leave.client_id:
            raise refused("100", words="(#100) The App_id in the input_token did not match the Viewing App")
        return json_response(200, {"data": self._debugged(found)})

    def _debugged(self, found: Token) -> dict[str, Any]:
        problem = found.problem(self._world.now())
        told: dict[str, Any] = {
            "app_id": found.leave.client_id,
            "type": found.kind.value.upper(),
            "is_valid": not problem,
            "issued_at": int(found.issued_at),
            "expires_at": int(found.until or 0),
            "data_access_expires_at": int(found.issued_at + 90 * 86_400),
            "scopes": list(found.leave.scopes),
            "user_id": found.leave.person_id,
        }
        if found.page_id:
            told["profile_id"] = found.page_id
        if problem:
            code, _, subcode = problem.partition("-")
            told["error"] = {
                "code": int(code),
                "message": "The token is not valid any more.",
                **({"subcode": int(subcode)} if subcode else {}),
            }
        return told

    # -- nodes -------------------------------------------------------------------------------------------------------
    def _account(self, call: Call, account: Account, *, own_id: bool) -> dict[str, Any]:
        """With Instagram Login, `id` is the app's own id of the user, and `user_id` the one that paths take."""
        facts = {
            "id": account.scoped_id if own_id else account.ig_id,
            "user_id": account.ig_id,
            "username": account.username,
            "account_type": account.account_type,
            "name": account.name,
            "profile_picture_url": f"{call.request.base}/pictures/{account.username}.svg",
            "followers_count": 1234,
            "media_count": len(self._world.reels.seen(account.ig_id)),
        }
        if not own_id:
            del facts["user_id"], facts["account_type"]
        return shown(facts, call.field("fields"))

    def _page(self, call: Call, page: Page, token: Token) -> dict[str, Any]:
        can_see = "instagram_basic" in token.leave.scopes and page.ig_id is not None
        account = self._world.accounts.get(page.ig_id) if can_see and page.ig_id else None
        facts: dict[str, Any] = {
            "id": page.page_id,
            "name": page.name,
            "access_token": self._token_of(page, token),
            "category": "Art",
            "tasks": ["ANALYZE", "ADVERTISE", "MODERATE", "CREATE_CONTENT", "MANAGE"],
            "instagram_business_account": None,
        }
        if account is not None:
            picture = f"{call.request.base}/pictures/{account.username}.svg"
            facts["instagram_business_account"] = {
                "id": account.ig_id,
                "username": account.username,
                "name": account.name,
                "profile_picture_url": picture,
            }
        return shown(facts, call.field("fields"), usual=("access_token", "name", "id"))

    def _token_of(self, page: Page, token: Token) -> str:
        if token.kind is Kind.PAGE:
            return token.token
        return self._world.tokens.page_token(token, page.page_id, page.ig_id).token

    def _page_of(self, page_id: str) -> Page:
        page = self._world.accounts.page(page_id)
        if page is None:
            raise unfound(page_id)
        return page
