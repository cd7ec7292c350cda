// Keeps parts of a page true: fetches each [data-live] element anew, often while it is busy, until it has ended.
const QUICK = 2000;
const SLOW = 15000;
const PATIENCE = 10000;
/** What an answer tells: each carries a proof of its own for its forms, which says nothing. */
const withoutProof = (html) => html.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
const says = (element) => [element, ...element.querySelectorAll("[data-live-says]")].map((each) => each.dataset.liveSays).filter(Boolean);

const announcer = document.createElement("p");
announcer.className = "visually-hidden";
announcer.setAttribute("role", "status");
document.body.append(announcer);

const silence = document.createElement("p");
silence.className = "live-silence";
silence.setAttribute("role", "status");
document.querySelector("[data-live]")?.before(silence);

/** Says that what is shown is old; base.js keeps the time true. */
function fallSilent(words, heard) {
  silence.textContent = words;
  if (!heard) return;
  const time = Object.assign(document.createElement("time"), { dateTime: new Date(heard).toISOString() });
  time.dataset.time = "since";
  silence.append(" Last heard ", time, ".");
}

/** Whether a button in it is held down: in its place the new one would never hear of the click. */
const isPressed = (element) => element.querySelector(":active") !== null;

/** Whether a reader is typing, or selecting text, in it: then it stays as it is for now. */
function isInHand(element) {
  const selection = getSelection();
  const selecting = !selection.isCollapsed && element.contains(selection.anchorNode);
  return selecting || [...element.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.value);
}

/** Puts the new element in the old one's place; what was open stays open, and the focus stays where it was. */
function swap(old, fresh) {
  const focus = old.contains(document.activeElement) ? document.activeElement.id : null;
  for (const open of old.querySelectorAll("details[open][id]")) fresh.querySelector(`#${open.id}`)?.setAttribute("open", "");
  for (const button of fresh.querySelectorAll("[data-copy]")) button.hidden = false;
  const before = new Set(says(old));
  old.replaceWith(fresh);
  announcer.textContent = says(fresh).filter((each) => !before.has(each)).join(". ");
  if (focus === null) return;
  const target = document.getElementById(focus) ?? fresh;
  if (target === fresh) fresh.tabIndex = -1;
  target.focus({ preventScroll: true });
}

/** Fetches one element, and gives how long to wait before the next time; null when there is nothing more to wait for. */
async function refresh(live) {
  const element = document.getElementById(live.id);
  const answer = await fetch(element.dataset.live, { redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
  if (answer.type === "opaqueredirect") return fallSilent("You are logged out. Load the page again to log in.") ?? null;
  if (answer.status === 404) return null;
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const html = await answer.text();
  const told = withoutProof(html);
  const changed = told !== live.told;
  const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
  live.heard = Date.now();
  silence.textContent = "";
  if (changed && isPressed(element)) return QUICK;
  if (changed && isInHand(element)) return SLOW;
  if (changed) swap(element, fresh);
  live.told = told;
  if (fresh.dataset.liveState === "ended") return null;
  return fresh.dataset.liveState === "quiet" ? SLOW : changed ? QUICK : Math.min(live.pause * 1.5, SLOW);
}

async function keep(live) {
  while (live.pause) {
    await new Promise((resolve) => setTimeout(resolve, live.pause));
    if (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
    live.pause = await refresh(live).catch(() => fallSilent("Retake does not answer.", live.heard) ?? SLOW);
  }
}

for (const { id, dataset } of document.querySelectorAll("[data-live]:not([data-live-state=ended])"))
  keep({ id, told: "", heard: Date.now(), pause: dataset.liveState === "quiet" ? SLOW : QUICK });
