// What every page does in the browser: shows passwords, copies values, tells times as they are where the reader is. Each page works without it.

const SECOND = 1000;
const UNITS = [
  ["day", 86400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
];
// The zone that the reader chose; the browser's own until they do.
const timeZone = document.documentElement.dataset.timeZone;
const inZone = (options) => new Intl.DateTimeFormat("en-GB", { ...options, timeZone });
const clock = inZone({ hour: "2-digit", minute: "2-digit" });
const dayAndClock = inZone({ day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const day = inZone({ dateStyle: "short" });
const whole = inZone({ dateStyle: "full", timeStyle: "long" });

/** Words for a length of seconds, in its largest unit, as the server says them: "12 min", "2 days". */
function span(seconds) {
  const [unit, length] = UNITS.find(([, each]) => seconds >= each) ?? UNITS.at(-1);
  const count = Math.trunc(seconds / length);
  return `${count} ${unit}${unit === "day" && count !== 1 ? "s" : ""}`;
}

/** The words of one moment: its distance ("until", "since") or the clock ("at"). No time that is over is promised. */
function words(moment, shape, now) {
  const seconds = Math.round((moment - now) / SECOND);
  if (shape === "until") return seconds > 0 ? `in ${span(seconds)}` : "any moment now";
  if (shape === "since") return seconds < -1 ? `${span(-seconds)} ago` : "just now";
  const today = day.format(moment) === day.format(now);
  return (today ? clock : dayAndClock).format(moment);
}

function tellTimes() {
  const now = new Date();
  for (const element of document.querySelectorAll("time[data-time]")) {
    const moment = new Date(element.dateTime);
    const said = words(moment, element.dataset.time, now);
    if (element.textContent !== said) element.textContent = said;
    element.title = whole.format(moment);
  }
}

function reveal(button) {
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "password";
  field.type = shown ? "text" : "password";
  button.setAttribute("aria-pressed", String(shown));
  button.firstChild.data = shown ? "Hide" : "Show";
}

/** Copies, and says so in the button, or beside it, for a moment; where the browser forbids it, selects the value instead. */
async function copy(button) {
  const value = document.getElementById(button.dataset.copy);
  const isField = value.matches("input, textarea");
  try {
    await navigator.clipboard.writeText(isField ? value.value : value.textContent.trim());
  } catch {
    if (isField) value.select();
    else getSelection().selectAllChildren(value);
    return;
  }
  const says = button.querySelector("[role=status]") ?? button.parentElement.querySelector("[role=status]");
  if (says) says.textContent = "Copied";
  setTimeout(() => says && (says.textContent = ""), 2 * SECOND);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-reveal], [data-copy]");
  if (button?.dataset.reveal) reveal(button);
  if (button?.dataset.copy) copy(button);
});
// A password left readable would be kept by the browser among the plain fields of a form.
document.addEventListener("submit", () => {
  for (const button of document.querySelectorAll("[data-reveal][aria-pressed=true]")) reveal(button);
});

/** Shows the buttons that do nothing without scripts, in the page and in each part of it that comes anew. */
function showWhatScriptsDo(place) {
  for (const button of place.querySelectorAll("[data-reveal], [data-copy]")) button.hidden = false;
}

showWhatScriptsDo(document);
document.addEventListener("htmx:load", ({ detail }) => showWhatScriptsDo(detail.elt));
document.querySelector("[aria-invalid=true]")?.focus();
tellTimes();
setInterval(tellTimes, SECOND);
