"""A person with a browser that runs no script: forms, cookies and links, over plain HTTP."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import requests

from tests.runtime.processes import eventually

SECONDS = 30
_PASSWORD = "a walk in the wood at seven"
_SILENT = {"script", "style", "title"}
_VOID = {"img", "input", "br", "use", "link", "meta"}


@dataclass
class Form:
    """One form: the page it stands on, where it goes, what its button says, and what is filled in already."""

    page: str
    action: str
    id: str = ""
    button: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """A page as it is read: its words, its links and its forms."""

    def __init__(self, html: str, *, url: str) -> None:
        super().__init__()
        self.html, self.url = html, url
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self._elsewhere: list[tuple[str, tuple[str, str]]] = []
        """Fields that stand outside of their form, each with the form's id."""
        self._said: list[str] = []
        self._inside: list[str] = []
        self._link = ""
        self.feed(html)
        for form in self.forms:
            form.fields += [field for id_, field in self._elsewhere if id_ == form.id]

    @property
    def words(self) -> str:
        return " ".join(" ".join(self._said).split())

    def form(self, button: str) -> Form:
        """The form whose button says that."""
        found = [form for form in self.forms if button in form.button]
        assert found, f"no button {button!r} on {self.url}: {self.words}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self._inside.append(tag)
        if tag == "form":
            self.forms.append(Form(page=self.url, action=urljoin(self.url, given.get("action") or self.url), id=given.get("id", "")))
        if tag == "a":
            self._link = urljoin(self.url, given.get("href", ""))
        if tag == "input":
            self._input(given)

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if "name" not in given or (kind in ("radio", "checkbox") and "checked" not in given):
            return
        field = (given["name"], given.get("value", "on" if kind == "checkbox" else ""))
        if "form" in given:
            self._elsewhere.append((given["form"], field))
        elif self.forms:
            self.forms[-1].fields.append(field)

    def handle_endtag(self, tag: str) -> None:
        while tag in self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if _SILENT & set(self._inside):
            return
        self._said.append(data)
        if "a" in self._inside:
            self.links.setdefault(data.strip(), self._link)
        if "button" in self._inside and self.forms:
            self.forms[-1].button += data


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a publication is said to stand: the word and the rest of its chip, its panel, and its attempts, the newest first."""

    word: str
    next: str
    panel: Page
    attempts: list[str]

    @property
    def sends(self) -> list[str]:
        """The attempts that were more than a look."""
        return [attempt for attempt in self.attempts if "A look on the platform" not in attempt]


class Visitor:
    """Somebody before the pages at `site`."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._browser = requests.Session()

    # -- The pieces --------------------------------------------------------------------------------------------------

    def open(self, path: str) -> Page:
        return self._page(self._browser.get(urljoin(self.site, path), timeout=SECONDS))

    def fetch(self, path: str) -> bytes:
        """What is at an address, as it comes."""
        answer = self._browser.get(urljoin(self.site, path), timeout=SECONDS)
        assert answer.ok, answer.status_code
        return answer.content

    def status(self, path: str) -> int:
        return self._browser.get(urljoin(self.site, path), timeout=SECONDS).status_code

    def send(self, form: Form, *, files: dict[str, Any] | None = None, **filled: str) -> Page:
        """Press the form's button, and give the page that comes."""
        # What a browser without a script sends: the fields as they are, but for those that were filled in anew.
        kept = [(name, value) for name, value in form.fields if name not in {*filled, *(files or {})}]
        headers = {"Referer": form.page, "Origin": f"http://{urlsplit(form.page).netloc}"}
        return self._page(
            self._browser.post(form.action, data=[*kept, *filled.items()], files=files, headers=headers, timeout=SECONDS),
        )

    def _page(self, answer: requests.Response) -> Page:
        assert answer.ok, f"{answer.request.method} {answer.url}: {answer.status_code}: {Page(answer.text, url=answer.url).words}"
        return Page(answer.text, url=answer.url)

    def another_tab(self) -> "Visitor":
        tab = Visitor(self.site)
        tab._browser.cookies.update(self._browser.cookies)
        return tab

    # -- The path ----------------------------------------------------------------------------------------------------

    def sign_up(self) -> str:
        """Make an account, log out and in again; give its name."""
        name = f"walker-{uuid4().hex[:8]}"
        form = self.open("/signup/").form("Create the account")
        self.send(form, username=name, email=f"{name}@example.org", password=_PASSWORD)
        self.send(self.open("/library/").form("Log out"))
        self.log_in(name, _PASSWORD)
        return name

    def log_in(self, name: str, password: str) -> None:
        page = self.send(self.open("/login/").form("Log in"), username=name, password=password)
        assert urlsplit(page.url).path == "/library/", page.words

    def upload(self, path: Path, *, title: str) -> str:
        """Upload a video, wait until it can be published; give the address of its page."""
        with path.open("rb") as file:
            page = self.send(self.open("/videos/upload/").form("Upload"), files={"file": (path.name, file)}, title=title)
        address = urlsplit(page.url).path
        eventually(lambda: "Publish" in self.open(address).links, f"{title} to be ready", within=60)
        return address

    def connect(self, channel: str) -> Page:
        """Give leave to publish to a new channel of that name, on the stand-in's consent page."""
        return self.consent(self.send(self.open("/connections/").form("Connect")), channel="new", title=channel)

    def consent(self, page: Page, **filled: str) -> Page:
        """Press Allow on the consent page, and come back."""
        return self.send(page.form("Allow"), answer="allow", **filled)

    def publish(self, video: str, *, privacy: str = "unlisted") -> "Publication":
        """Publish the video at that address to the one account that is connected."""
        form = self.open(f"{video}publish/").form("Publish to")
        account = next(name.removesuffix("sent") for name, _ in form.fields if name.endswith("-sent"))
        chosen = {"privacy": privacy, "category": "22", "made_for_kids": "False"}
        page = self.send(form, **{f"{account}{name}": value for name, value in chosen.items()})
        found = re.search(r'hx-get="(/publications/(\d+)/)panel"', page.html)
        assert found, page.words
        return Publication(visitor=self, path=found[1], video=video)


@dataclass(frozen=True, kw_only=True)
class Publication:
    """One publication as its owner sees it."""

    visitor: Visitor
    path: str
    video: str

    def told(self) -> Told:
        panel = self.visitor.open(f"{self.path}panel")
        chip = re.search(r'class="state [a-z-]+">.*?<strong>([^<]*)</strong>(.*?)</span>\s*</span>', panel.html, re.DOTALL)
        assert chip, panel.html
        attempts = [Page(entry, url=panel.url).words for entry in re.findall(r"<p><strong>\d+ · .*?</p>", panel.html, re.DOTALL)]
        following = " ".join(Page(chip[2], url=panel.url).words.removeprefix("·").split())
        return Told(word=chip[1], next=following, panel=panel, attempts=attempts)

    def comes_to_be(self, word: str, *, within: float = 200) -> Told:  # a wake-up that is lost costs up to two minutes
        """Wait until its chip says that word."""
        seen: list[str] = []

        def look() -> Told | None:
            told = self.told()
            if [told.word] != seen[-1:]:
                seen.append(told.word)
            return told if told.word == word else None

        try:
            return eventually(look, word, within=within)
        except AssertionError as late:
            raise AssertionError(f"{late}; it was {seen}; now: {self.told().panel.words}") from None
