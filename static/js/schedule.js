// Moves what has not gone out to another day or hour, by pointer or by keyboard. What is dropped is sent as a form, and the page that comes says what became of it.

const FAR = 6; // px: less is a click

const calendar = document.querySelector("[data-calendar]");
const form = document.getElementById("drop");
const status = document.getElementById("moving");
const cells = [...(calendar?.querySelectorAll("[data-day]") ?? [])];
const byHour = calendar?.dataset.calendar === "week";
const columns = byHour ? [...calendar.querySelectorAll(".day")].map((day) => [...day.querySelectorAll(".slot")]) : [];

/** What is in hand: its link, its list item, and the place that it came from. */
let held = null;

const say = (words) => (status.textContent = words);
const clockOf = (wall) => wall.slice(11);

/** The time that an entry has once it is dropped in a cell: another day, and in a week another hour; the minutes stay. */
function wallIn(cell, wall) {
  const time = byHour ? `${cell.dataset.hour}${wall.slice(13)}` : clockOf(wall);
  return `${cell.dataset.day}T${time}`;
}

function said(cell) {
  const again = cell.dataset.which === "second" ? ", for the second time" : "";
  return `${cell.dataset.said}, ${clockOf(wallIn(cell, held.link.dataset.wall))}${again}`;
}

const listOf = (cell) => {
  const list = cell.querySelector(".entries");
  if (list) return list;
  const made = Object.assign(document.createElement("ul"), { className: "entries" });
  cell.append(made);
  return made;
};

function pickUp(link) {
  const item = link.parentElement;
  const cell = item.closest("[data-day]");
  held = { link, item, from: cell, cell, list: item.parentElement, next: item.nextElementSibling };
  item.classList.add("held");
  calendar.classList.add("moving");
}

function show(cell) {
  held.cell.classList.remove("target");
  held.cell = cell;
  cell.classList.add("target");
}

function letGo() {
  held.item.classList.remove("held");
  held.item.style.transform = "";
  held.cell.classList.remove("target");
  calendar.classList.remove("moving");
  held = null;
}

function putBack() {
  const { link, list, item, next } = held;
  list.insertBefore(item, next);
  letGo();
  link.focus();
  say(`${link.dataset.title} is back at ${clockOf(link.dataset.wall)}.`);
}

/** Sends the same form that stands on the entry's own page. */
function drop() {
  const { link, cell, from } = held;
  if (cell === from) return putBack();
  form.action = link.dataset.move;
  form.elements.at.value = wallIn(cell, link.dataset.wall);
  form.elements.at_which.value = cell.dataset.which ?? "first";
  say(`Moving ${link.dataset.title} to ${said(cell)}.`);
  listOf(cell).append(held.item);
  letGo();
  form.requestSubmit();
}

/** The cell so many days and rows away; null beyond the edge. An hour that is skipped is passed over. */
function neighbour(cell, days, rows) {
  if (!byHour) return cells[cells.indexOf(cell) + days + 7 * rows] ?? null;
  const day = columns.findIndex((column) => column.includes(cell));
  let row = columns[day].indexOf(cell) + rows;
  const column = columns[day + days];
  while (column?.[row] && !column[row].dataset.day) row += rows || 1;
  return column?.[row] ?? null;
}

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function carry(event) {
  const [days, rows] = ARROWS[event.key];
  const cell = neighbour(held.cell, days, rows);
  if (!cell) return say("That is the edge of what is shown. Press O after Escape to choose any other time.");
  show(cell);
  listOf(cell).append(held.item);
  held.link.focus();
  held.item.scrollIntoView({ block: "nearest" });
  return say(`${said(cell)}.`);
}

function pressed(event) {
  const link = event.target.closest?.("[data-move]");
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (held && event.key === "Escape") {
    event.preventDefault();
    putBack();
  } else if (held && event.key in ARROWS) {
    event.preventDefault();
    carry(event);
  } else if (held && ["Enter", "m", "M"].includes(event.key)) {
    event.preventDefault();
    drop();
  } else if (!held && link && ["Enter", "m", "M"].includes(event.key)) {
    event.preventDefault();
    pickUp(link);
    say(`${link.dataset.title}, picked up at ${said(held.cell)}. Arrow keys move it, Enter drops it, Escape puts it back.`);
  } else if (!held && link && ["o", "O"].includes(event.key)) link.click();
}

/** Follows a mouse or a pen from where it was pressed; a finger scrolls, and a tap leads to the page of the entry. */
function drag(press) {
  const link = press.target.closest("[data-move]");
  if (!link || press.button !== 0 || press.pointerType === "touch") return;
  const ends = new AbortController();
  const listen = (name, what) => addEventListener(name, what, { signal: ends.signal });
  const finish = () => ends.abort();
  listen("pointermove", (event) => {
    const [x, y] = [event.clientX - press.clientX, event.clientY - press.clientY];
    if (!held && Math.hypot(x, y) < FAR) return;
    if (!held) pickUp(link);
    event.preventDefault();
    held.item.style.transform = `translate(${x}px, ${y}px)`;
    const cell = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-day]");
    show(cell ?? held.from);
  });
  listen("pointerup", () => {
    finish();
    if (!held) return;
    addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
    setTimeout(() => dispatchEvent(new Event("click")));
    drop();
  });
  listen("pointercancel", () => {
    finish();
    if (held) putBack();
  });
  listen("keydown", (event) => event.key === "Escape" && finish());
}

if (calendar && form) {
  document.getElementById("how-to-move").hidden = !calendar.querySelector("[data-move]");
  document.addEventListener("keydown", pressed);
  calendar.addEventListener("pointerdown", drag);
  // Who moves on without dropping it has not moved it.
  calendar.addEventListener("focusout", ({ relatedTarget }) => held && relatedTarget && !held.item.contains(relatedTarget) && putBack());
}
document.getElementById(location.hash.slice(1))?.focus();
