"""What axe cannot see: each probe looks at a page in Chromium and gives its complaints, in words."""

from typing import Any

from playwright.sync_api import Page

DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}

# What one can press or fill in. Of radio buttons of one name the keyboard stops at one; the arrows reach the others.
_CONTROLS = """() => {
  const pressed = 'a[href], button, input, select, textarea, summary, video[controls], [tabindex]:not([tabindex="-1"])';
  const found = document.querySelectorAll(pressed);
  const radios = new Set();
  const first = (each) => {
    if (each.type !== 'radio') return true;
    const group = `${each.form?.id} ${each.name}`;
    return !radios.has(group) && Boolean(radios.add(group));
  };
  const seen = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('[inert]');
  return [...found].filter((each) => !each.disabled && each.type !== 'hidden' && each.tabIndex >= 0 && seen(each)).filter(first);
}"""

_NUMBER_THEM = f"""() => ({_CONTROLS})().map((each, number) => {{
  each.dataset.probe = number;
  return each.outerHTML.slice(0, 160);
}})"""

_STOP = """() => {
  const each = document.activeElement;
  if (!each || each === document.body || each === document.documentElement) return null;
  const group = each.type === 'radio' && [...document.getElementsByName(each.name)].find((one) => one.dataset.probe);
  const style = getComputedStyle(each);
  const box = each.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.05, 0.5], [0.95, 0.5], [0.5, 0.1], [0.5, 0.9]];
  const seen = points.some(([right, down]) => {
    const top = document.elementFromPoint(box.left + box.width * right, box.top + box.height * down);
    return top && (each.contains(top) || top.contains(each) || top.closest('label')?.control === each);
  });
  const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1;
  const ringed = style.boxShadow !== 'none';
  return { number: (group || each).dataset.probe, html: each.outerHTML.slice(0, 160), seen, marked: outlined || ringed };
}"""

_TOO_WIDE = """() => {
  const over = document.documentElement.scrollWidth - innerWidth;
  if (over <= 0) return [];
  const scrolls = ({ parentElement: around }) => around && (getComputedStyle(around).overflowX !== 'visible' || scrolls(around));
  const sticksOut = (each) => each.getBoundingClientRect().right > innerWidth + 1 && !scrolls(each);
  const wide = [...document.querySelectorAll('body *')].filter(sticksOut);
  return [`${over} px too wide`, ...wide.slice(-3).map((each) => each.outerHTML.slice(0, 160))];
}"""

# Words that end in "…" by intent stand whole elsewhere; those that a picture stands for are not seen at all.
_CUT_OFF = """() => [...document.querySelectorAll('body *')].filter((each) => {
  const style = getComputedStyle(each);
  const cuts = [style.overflowX, style.overflowY].some((one) => ['hidden', 'clip'].includes(one));
  const shown = each.checkVisibility() && each.clientWidth > 1 && each.tagName !== 'SELECT';
  if (!cuts || !shown || parseFloat(style.textIndent) < 0 || style.textOverflow === 'ellipsis' || style.clipPath !== 'none') return false;
  return each.innerText?.trim() && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1);
}).map((each) => each.outerHTML.slice(0, 160))"""

_MOVING = """() => [...document.querySelectorAll('body *')].filter((each) => {
  const style = getComputedStyle(each);
  return [style.transitionDuration, style.animationDuration].some((all) => all.split(',').some((one) => parseFloat(one) > 0.01));
}).slice(0, 5).map((each) => each.outerHTML.slice(0, 160))"""

_INVISIBLE_WHEN_FORCED = """() => [...document.querySelectorAll('.state, .button, .messages > p')].filter((each) => {
  const style = getComputedStyle(each);
  return each.checkVisibility() && (style.borderStyle === 'none' || parseFloat(style.borderTopWidth) === 0);
}).map((each) => `has no edge: ${each.outerHTML.slice(0, 160)}`)"""


def keyboard(page: Page, *, size: Any = DESK) -> list[str]:
    """Tab stops at every control and is never trapped; one sees where one is, bars or not (2.1.1, 2.1.2, 2.4.7, 2.4.11)."""
    page.set_viewport_size(size)
    # From the top, wherever the page put the cursor.
    page.evaluate("() => { document.activeElement?.blur(); getSelection().removeAllRanges(); scrollTo(0, 0); }")
    controls: list[str] = page.evaluate(_NUMBER_THEM)
    reached: set[str] = set()
    found: list[str] = []
    standing, last = 0, None
    page.locator("body").evaluate("(body) => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }")
    for _ in range(3 * len(controls) + 12):
        page.keyboard.press("Tab")
        stop = page.evaluate(_STOP)
        if stop is None:
            break
        # A date has three stops within itself.
        standing = standing + 1 if stop["number"] == last else 0
        last = stop["number"]
        if standing > 6:
            return [*found, f"Tab is trapped in {stop['html']}"]
        if stop["number"] in reached:
            continue
        reached.add(stop["number"])
        found += [] if stop["marked"] else [f"one does not see that the focus is here: {stop['html']}"]
        found += [] if stop["seen"] else [f"the focus is hidden here: {stop['html']}"]
    missed = [html for number, html in enumerate(controls) if str(number) not in reached]
    return found + [f"Tab does not reach {html}" for html in missed]


def skip_link(page: Page) -> list[str]:
    """The first stop leads past what is the same on every page (2.4.1)."""
    page.evaluate("() => { document.activeElement?.blur(); scrollTo(0, 0); }")
    page.locator("body").evaluate("(body) => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }")
    page.keyboard.press("Tab")
    target = page.evaluate("document.activeElement.getAttribute('href') ?? ''")
    if not target.startswith("#"):
        return [f"the first stop is no way past the rail: {page.evaluate('document.activeElement.outerHTML')[:160]}"]
    page.keyboard.press("Enter")
    arrived = page.evaluate("document.activeElement.id")
    return [] if arrived == target[1:] else [f"the way past the rail leads to {target}, and the focus is at {arrived!r}"]


def reflow(page: Page) -> list[str]:
    """At 320 pixels nothing has to be scrolled sideways (1.4.10)."""
    page.set_viewport_size(NARROW)
    return [f"at 320 px: {said}" for said in page.evaluate(_TOO_WIDE)]


def large_text(page: Page) -> list[str]:
    """With letters twice as large nothing is cut off, and nothing has to be scrolled sideways (1.4.4)."""
    page.set_viewport_size(DESK)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = [*page.evaluate(_TOO_WIDE), *(f"cut off: {html}" for html in page.evaluate(_CUT_OFF))]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return [f"at 200 % text: {said}" for said in found]


def reduced_motion(page: Page) -> list[str]:
    """Nothing moves for whom that hurts."""
    page.emulate_media(reduced_motion="reduce")
    return [f"moves though motion is reduced: {html}" for html in page.evaluate(_MOVING)]


def forced_colours(page: Page) -> list[str]:
    """Where the system paints, edges say what colour said."""
    page.emulate_media(forced_colors="active")
    found = page.evaluate(_INVISIBLE_WHEN_FORCED)
    page.emulate_media(forced_colors="none")
    return [f"in forced colours {said}" for said in found]


def everything(page: Page) -> list[str]:
    """All probes, one after another."""
    on_a_phone = [f"on a phone: {said}" for said in keyboard(page, size=PHONE)]
    return [*skip_link(page), *keyboard(page), *on_a_phone, *reflow(page), *large_text(page), *reduced_motion(page), *forced_colours(page)]
