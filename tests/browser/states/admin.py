"""The admin: each of its pages with rows to show, found in the URLconf, and what comes of an action."""

from collections.abc import Callable

from playwright.sync_api import Page

from platforms import clock
from retries.models import SweepSwitch
from tests.architecture.addresses import Address, addresses, built
from tests.browser.states.case import Case, Scene

_PAGES = ("index", "app_list", "password_change", "password_change_done")
_OF_MODELS = ("changelist", "change", "history", "add", "delete")
_TWO_LISTS = frozenset({"select-name", "label-title-only", "aria-prohibited-attr"})
_OF_DJANGOS_ACCOUNTS = {
    # Two lists side by side, which Django's script makes of one field: it labels the pair, and a picture in it.
    "auth_group_add": _TWO_LISTS,
    "auth_group_change": _TWO_LISTS,
    # The same, and dates of which Django labels date and time as one.
    "auth_user_change": _TWO_LISTS | {"label"},
}
"""Django's own widgets, which only its forms for accounts use here."""


def _is_a_page(address: Address) -> bool:
    place, _, name = address.name.rpartition(":")
    return place == "admin" and (name in _PAGES or name.endswith(_OF_MODELS)) and not _is_refused(name)


def _is_refused(name: str) -> bool:
    """Facts are neither added nor deleted; accounts are, and holds are placed."""
    return name.endswith(("_add", "_delete")) and not name.startswith(("auth_", "platforms_hold_add"))


def _in_the_house(address: Address) -> Case:
    excused = _OF_DJANGOS_ACCOUNTS.get(address.name.removeprefix("admin:"), frozenset())
    return Case(address=address.name, state="as staff see it", who="sam", at=_path_to(address), excused=excused)


def _path_to(address: Address) -> Callable[[Scene], str]:
    return lambda scene: built(scene.alice).path(address)


def _list_of(model: str) -> Callable[[Scene], str]:
    def path(scene: Scene) -> str:
        built(scene.alice)
        return f"/admin/{model}/"

    return path


def _while_stopped(model: str) -> Callable[[Scene], str]:
    def path(scene: Scene) -> str:
        SweepSwitch.objects.stop(by=scene.sam, why="We move to another machine.", now=clock.now())
        return _list_of(model)(scene)

    return path


def _go_through_with_it(page: Page) -> None:
    _choose("Retry now", then=".order-of-many")(page)
    page.get_by_label("Reason").fill("The network is back.")
    page.get_by_role("button", name="Retry now").click()
    page.locator(".messagelist").wait_for()


def _choose(action: str, *, then: str) -> Callable[[Page], None]:
    def choose(page: Page) -> None:
        # The oldest row is the one that failed.
        page.locator("#result_list .action-select").last.check()
        page.get_by_label("Action:").select_option(label=action)
        page.get_by_role("button", name="Run the selected action").or_(page.get_by_role("button", name="Go")).first.click()
        page.locator(then).first.wait_for()

    return choose


CASES = [
    *(_in_the_house(address) for address in addresses() if _is_a_page(address)),
    Case(address="admin:login", state="for nobody", who="nobody", at=lambda scene: "/admin/login/"),
    Case(
        address="admin:publisher_publication_changelist",
        state="asking why before it acts",
        who="sam",
        at=_list_of("publisher/publication"),
        then=_choose("Retry now", then=".order-of-many"),
    ),
    Case(
        address="admin:publisher_publication_changelist",
        state="after an action, while automatic retries are stopped",
        who="sam",
        at=_while_stopped("publisher/publication"),
        then=_go_through_with_it,
    ),
    Case(
        address="admin:retries_sweeprun_changelist",
        state="while automatic retries are stopped",
        who="sam",
        at=_while_stopped("retries/sweeprun"),
    ),
    Case(
        address="admin:auth_user_changelist",
        state="asking before it deletes",
        who="sam",
        at=_list_of("auth/user"),
        then=_choose("Delete selected users", then="body.delete-selected-confirmation"),
    ),
]
