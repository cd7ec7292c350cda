"""The numbers: of nobody's publications, and of a lively month, for their owner and for staff."""

from platforms import clock
from tests.browser.states.case import Case, Scene
from tests.publisher.stats.histories import a_month, under_way


def _lively(scene: Scene) -> str:
    a_month(scene.connection(), now=clock.now())
    a_month(scene.connection("Atelier Süd", provider="elsewhere", realm="https://elsewhere.example"), now=clock.now())
    return "/numbers/?period=30d"


def _quiet(scene: Scene) -> str:
    under_way(scene.connection(), now=clock.now())
    return "/numbers/"


def _as_staff(scene: Scene) -> str:
    _lively(scene)
    return "/admin/numbers/?period=30d"


CASES = [
    Case(address="numbers", state="empty", at=lambda scene: "/numbers/"),
    Case(address="numbers", state="of a quiet week", at=_quiet),
    Case(address="numbers", state="of a lively month", at=_lively),
    Case(address="numbers", state="by the hour", at=lambda scene: _lively(scene).replace("30d", "24h")),
    Case(address="staff_numbers", state="empty", who="sam", at=lambda scene: "/admin/numbers/"),
    Case(address="staff_numbers", state="of a lively month", who="sam", at=_as_staff),
]
