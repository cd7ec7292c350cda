"""The publish form, and what stands in its place where nothing can be published."""

from playwright.sync_api import Page

from tests.browser.states.case import Case, Scene


def _form(scene: Scene) -> str:
    scene.connection()
    return f"/videos/{scene.video().pk}/publish/"


def _with_problems(scene: Scene) -> str:
    scene.connection()
    return f"/videos/{scene.video('A title with <what YouTube refuses>').pk}/publish/"


def _without_account(scene: Scene) -> str:
    return f"/videos/{scene.video().pk}/publish/"


def _choice(scene: Scene) -> str:
    scene.connection("Second Kitchen")
    return _form(scene)


def _several(scene: Scene) -> str:
    video, nord = scene.video(), scene.connection()
    pools = scene.connection("Tide pools", provider="peertube", realm="https://tube.example", scopes=[])
    tok = scene.connection("Atelier on the go", provider="tiktok", scopes=["video.upload", "video.publish"])
    scene.connection("Glaze diary", problem="reconnect", problem_message="YouTube says that this leave was taken back.")
    scene.standing("uploading", video=video, connection=scene.connection("Second Kitchen"))
    return f"/videos/{video.pk}/publish/?connection={nord.pk}&connection={pools.pk}&connection={tok.pk}"


def _open_and_press(page: Page) -> None:
    for details in page.locator("details").all():
        details.evaluate("(each) => { each.open = true; }")
    page.locator(".own-words").first.get_by_label("Title").fill("A title with <what is refused>" * 5)
    _press_publish(page)


def _on_its_way(scene: Scene) -> str:
    video = scene.video()
    scene.standing("uploading", video=video, connection=scene.connection())
    return f"/videos/{video.pk}/publish/"


def _again(scene: Scene) -> str:
    video = scene.video()
    scene.standing("published", video=video, connection=scene.connection())
    return f"/videos/{video.pk}/publish/"


def _same_file(scene: Scene) -> str:
    first, connection = scene.video("Low tide, the first cut", sha256="a" * 64), scene.connection()
    scene.standing("published", video=first, connection=connection, remote_url="https://www.youtube.com/watch?v=first")
    return f"/videos/{scene.video(sha256='a' * 64).pk}/publish/?connection={connection.pk}"


def _needs_reconnecting(scene: Scene) -> str:
    scene.connection(problem="reconnect", problem_message="YouTube says that this leave was taken back.")
    return f"/videos/{scene.video().pk}/publish/"


def _not_yet(scene: Scene) -> str:
    return f"/videos/{scene.video(state='probing').pk}/publish/"


def _press_publish(page: Page) -> None:
    page.get_by_role("button", name="Publish to").click()
    page.get_by_role("alert").first.wait_for()


CASES = [
    Case(address="publish", state="ready", at=_form),
    Case(address="publish", state="sent empty, with problems", at=_with_problems, then=_press_publish),
    Case(address="publish", state="without an account", at=_without_account),
    Case(address="publish", state="with a choice of accounts", at=_choice),
    Case(address="publish", state="for several accounts", at=_several),
    Case(address="publish", state="for several accounts, sent, with problems", at=_several, then=_open_and_press),
    Case(address="publish", state="on its way already", at=_on_its_way),
    Case(address="publish", state="published already", at=_again),
    Case(address="publish", state="with a file that was published before", at=_same_file),
    Case(address="publish", state="with a file that was published before, sent without the tick", at=_same_file, then=_press_publish),
    Case(address="publish", state="needs reconnecting", at=_needs_reconnecting),
    Case(address="publish", state="not yet", at=_not_yet),
]
