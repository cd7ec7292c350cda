// Keeps parts of a page true: says when htmx fetches each [data-live-again] element anew, and leaves alone what a reader has in hand.
// Each answer tells in how many seconds to ask again (Live-Again); nothing tells that there is nothing more to ask for.
const SECOND = 1000;
const QUICK = 2 * SECOND;
const SLOW = 15 * SECOND;

/** What is known of each part, by its id: the tag of what is shown, when it was last heard, how long to wait next. */
const parts = new Map();

const announcer = document.createElement("p");
announcer.className = "visually-hidden";
announcer.setAttribute("role", "status");

const silence = document.createElement("p");
silence.className = "live-silence";
silence.setAttribute("role", "status");
document.body.append(announcer, silence);

/** Says that what is shown is old; base.js keeps the time true. */
function fallSilent(words, heard) {
  silence.textContent = words;
  if (!heard) return;
  const time = Object.assign(document.createElement("time"), { dateTime: new Date(heard).toISOString(), textContent: "just now" });
  time.dataset.time = "since";
  silence.append(" Last heard ", time, ".");
}

const says = (element) => [element, ...element.querySelectorAll("[data-live-says]")].map((each) => each.dataset.liveSays).filter(Boolean);

/** Whether a button in it is held down: in its place the new one would never hear of the click. */
const isPressed = (element) => element.querySelector(":active") !== null;

const isFilled = (field) => (field.type === "checkbox" ? field.checked !== field.defaultChecked : Boolean(field.value));

/** Whether a reader is typing, ticking, or selecting text in it: then it stays as it is for now. */
function isInHand(element) {
  const selection = getSelection();
  const selecting = !selection.isCollapsed && element.contains(selection.anchorNode);
  return selecting || [...element.querySelectorAll("input:not([type=hidden], [readonly]), textarea:not([readonly])")].some(isFilled);
}

/** Asks for the part once its time has come and somebody looks. */
async function wait(id) {
  const part = parts.get(id);
  await new Promise((resolve) => setTimeout(resolve, part.pause));
  if (document.hidden) await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
  htmx.trigger(document.getElementById(id), "live");
}

/** How long until the part is asked for again: as the server says, longer while nothing changes, null for never. */
function pauseAfter({ xhr, part, changed }) {
  if (!xhr.status) return fallSilent("Retake does not answer.", part.heard) ?? SLOW;
  if (part.isOver || xhr.status === 404) return null;
  if (xhr.status >= 400) return fallSilent("Retake does not answer.", part.heard) ?? SLOW;
  part.heard = Date.now();
  silence.textContent = "";
  const again = Number(xhr.getResponseHeader("Live-Again")) * SECOND;
  if (part.isKept) return part.isKept;
  if (!again) return null;
  return changed ? again : Math.max(again, Math.min(part.pause * 1.5, SLOW));
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const part = parts.get(detail.elt.id);
  if (part?.tag) detail.headers["If-None-Match"] = part.tag;
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const part = parts.get(detail.elt.id);
  if (!part) return;
  part.isKept = 0;
  if (new URL(detail.xhr.responseURL).pathname !== new URL(detail.pathInfo.requestPath, location).pathname) {
    part.isOver = true;
    fallSilent("You are logged out. Load the page again to log in.");
  } else if (isPressed(detail.elt)) part.isKept = QUICK;
  else if (isInHand(detail.elt)) part.isKept = SLOW;
  if (part.isOver || part.isKept) detail.shouldSwap = false;
  if (!detail.shouldSwap) return;
  part.tag = detail.xhr.getResponseHeader("ETag");
  part.open = [...detail.elt.querySelectorAll("details[open][id]")].map((each) => each.id);
  part.said = new Set(says(detail.elt));
  part.hadFocus = detail.elt.contains(document.activeElement);
});

/** What was open stays open, and what changed is said once; htmx has put the focus back where its place is still there. */
document.addEventListener("htmx:afterSwap", ({ target, detail }) => {
  const part = parts.get(detail.elt.id);
  const fresh = document.getElementById(detail.elt.id);
  if (!part || target !== fresh) return;
  for (const id of part.open) fresh.querySelector(`#${id}`)?.setAttribute("open", "");
  for (const button of fresh.querySelectorAll("[data-copy]")) button.hidden = false;
  announcer.textContent = says(fresh).filter((each) => !part.said.has(each)).join(". ");
  if (!part.hadFocus || fresh.contains(document.activeElement)) return;
  fresh.tabIndex = -1;
  fresh.focus({ preventScroll: true });
});

// htmx tells it of the parent where the element itself was replaced.
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const { id } = detail.requestConfig.elt;
  const part = parts.get(id);
  if (!part) return;
  part.pause = pauseAfter({ xhr: detail.xhr, part, changed: detail.xhr.status === 200 });
  if (part.pause) wait(id);
});

for (const { id, dataset } of document.querySelectorAll("[data-live-again]:not([data-live-again=''])")) {
  parts.set(id, { heard: Date.now(), pause: dataset.liveAgain * SECOND });
  wait(id);
}
