"""Patterns and defaults: with none, with some, with what is wrong in them; and the publish form that is filled in by one."""

from playwright.sync_api import Page

from publisher.models import Beside, WordDefaults
from tests.browser.states.case import Case, Scene
from tests.factories import PatternFactory


def _some(scene: Scene) -> str:
    weekly = PatternFactory(owner=scene.alice, name="Weekly", title="{title} · {weekday}, {date}")
    PatternFactory(owner=scene.alice, name="Behind the scenes", title="")
    WordDefaults.objects.create(owner=scene.alice, pattern=weekly, privacy="unlisted", tags=["sea", "weekly"], footer="Thanks.")
    return "/patterns/"


def _one(scene: Scene) -> str:
    scene.video()
    for name, provider in (("Atelier Nord", "youtube"), ("Tide pools", "peertube")):
        scene.connection(name, provider=provider)
    return f"/patterns/{PatternFactory(owner=scene.alice, name='Weekly', description='{description} {footer}' + 'x' * 6000).pk}/"


def _to_delete(scene: Scene) -> str:
    pattern = PatternFactory(owner=scene.alice, name="Weekly")
    WordDefaults.objects.create(owner=scene.alice, pattern=pattern)
    return f"/patterns/{pattern.pk}/delete/"


def _with_defaults(scene: Scene) -> str:
    _some(scene)
    return "/account/defaults/"


def _of_account(scene: Scene) -> str:
    connection = scene.connection()
    WordDefaults.objects.create(owner=scene.alice, connection=connection, tags=["glaze"], tags_are=Beside.ADDED, footer_is=Beside.NONE)
    return f"/connections/{connection.pk}/defaults/"


def _form(scene: Scene) -> str:
    _some(scene)
    connections = [scene.connection(), scene.connection("Second Kitchen")]
    return f"/videos/{scene.video().pk}/publish/?connection={connections[0].pk}&connection={connections[1].pk}"


def _keep(page: Page) -> None:
    page.get_by_label("Title").fill("{titel} {")
    page.get_by_role("button", name="Keep the pattern").click()
    page.get_by_role("alert").first.wait_for()


def _fill_in(page: Page) -> None:
    page.get_by_label("Use a pattern").select_option("Behind the scenes")
    page.get_by_role("button", name="Fill in the words").click()
    page.get_by_text("Filled in by").wait_for()


CASES = [
    Case(address="patterns", state="with none", at=lambda scene: "/patterns/"),
    Case(address="patterns", state="with some", at=_some),
    Case(address="new_pattern", state="empty", at=lambda scene: "/patterns/new/"),
    Case(address="new_pattern", state="with a place that there is not", at=lambda scene: "/patterns/new/", then=_keep),
    Case(address="pattern", state="with words that are too long", at=_one),
    Case(address="delete_pattern", state="of which forms start", at=_to_delete),
    Case(address="own_defaults", state="with none", at=lambda scene: "/account/defaults/"),
    Case(address="own_defaults", state="with some", at=_with_defaults),
    Case(address="defaults", state="with words of its own", at=_of_account),
    Case(address="publish", state="started with defaults and a pattern", at=_form),
    Case(address="publish", state="filled in by a pattern", at=_form, then=_fill_in),
]
