"""What is posted by hand: adding an account, the card with all that it takes, and a link that is none."""

from playwright.sync_api import Page

from platforms import by_hand_accounts, registry
from platforms.models import Connection
from publisher import services
from tests.browser.states.case import Case, Scene

SITES = {slug: registry.adapter(slug).account_url("").rstrip("/") for slug in ("rumble", "instagram")}
ACCOUNTS = {"rumble": "c/SlowRivers", "instagram": "slow.rivers"}


def _account(scene: Scene, slug: str) -> Connection:
    return by_hand_accounts.note(scene.alice, slug, name="Slow Rivers", address=f"{SITES[slug]}/{ACCOUNTS[slug]}")


def _waiting(scene: Scene, slug: str = "rumble") -> str:
    video = scene.with_poster("Low tide at the old harbour")
    video.description = "The boats lie on the mud, and the gulls walk between them.\n\n" * 6
    video.tags = ["harbour", "low tide", "boats"]
    video.save()
    options = {"rumble": {"licence": "0"}, "instagram": {"share_to_feed": True}}[slug]
    services.publish(video, _account(scene, slug), options=options, by=scene.alice)
    return f"/videos/{video.pk}/"


def _among_others(scene: Scene) -> str:
    path = _waiting(scene)
    video = scene.alice.videos.get()
    scene.standing("published", video=video, connection=scene.connection())
    return path


def _added(scene: Scene) -> str:
    _waiting(scene)
    _account(scene, "instagram")
    return "/connections/"


def _leaving(scene: Scene) -> str:
    _waiting(scene)
    return f"/connections/{Connection.objects.get(provider='rumble').pk}/disconnect/"


def _to_publish(scene: Scene) -> str:
    _account(scene, "rumble")
    return f"/videos/{scene.video().pk}/publish/"


def _add_nothing(page: Page) -> None:
    page.get_by_role("button", name="Add the account").click()
    page.get_by_role("alert").first.wait_for()


def _paste_another_platforms(page: Page) -> None:
    page.get_by_label("Address of the post").fill("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    page.get_by_role("button", name="It is posted").click()
    page.get_by_role("alert").wait_for()


CASES = [
    Case(address="by_hand", state="as it is", at=lambda scene: "/connect/by-hand/rumble/"),
    Case(address="by_hand", state="refused", at=lambda scene: "/connect/by-hand/instagram/", then=_add_nothing),
    Case(address="publish", state="to an account by hand", at=_to_publish),
    Case(address="video", state="to be posted to Rumble by hand", at=_waiting),
    Case(address="video", state="to be posted to Instagram by hand", at=lambda scene: _waiting(scene, "instagram")),
    Case(address="video", state="to be posted by hand, and published elsewhere", at=_among_others),
    Case(address="video", state="a link that is none to the post", at=_waiting, then=_paste_another_platforms),
    Case(address="connections", state="posted to by hand", at=_added),
    Case(address="disconnect", state="of what is posted to by hand", at=_leaving),
    Case(address="attention", state="to be posted by hand", at=lambda scene: _waiting(scene) and "/attention/"),
]
