// The upload page: files are chosen or dropped on it, each gets a row that shows how far it is and what can be done.

import { Lanes, Transfer } from "./transfer.js";
import { tellOfTwins } from "./twins.js";
import { Meter, line, percent, size } from "./words.js";

const form = document.getElementById("upload");
const list = document.getElementById("uploads");
const says = document.getElementById("upload-says");
const template = document.getElementById("upload-row");
const lanes = new Lanes();
const rows = new Map();
let titles = 0;

/** The row of one file: its elements, its meter, and what was announced of it. */
class Row {
  #transfer;
  #meter = new Meter();
  #parts;
  #quarter = 0;
  #said = "";
  #adopted = null;

  constructor(file) {
    this.element = template.content.firstElementChild.cloneNode(true);
    const names = ["name", "size", "title", "bar", "words", "error", "pause", "go-on", "cancel", "sure", "really", "keep", "open", "anew", "away"];
    this.#parts = Object.fromEntries(names.map((name) => [name, this.element.querySelector(`[data-part=${name}]`)]));
    const { name, title, bar, size: length } = this.#parts;
    name.textContent = file.name;
    length.textContent = size(file.size);
    bar.setAttribute("aria-label", `Upload of ${file.name}`);
    title.defaultValue = file.name.replace(/\.[^.]+$/, "").replaceAll("_", " ");
    title.id = `title-${(titles += 1)}`;
    title.previousElementSibling.htmlFor = title.id;
    this.#transfer = new Transfer(file, { lanes, changed: () => this.#show(), title: () => title.value });
    this.#listen();
  }

  get transfer() {
    return this.#transfer;
  }

  get isBeingNamed() {
    return document.activeElement === this.#parts.title;
  }

  start() {
    this.#transfer.start();
  }

  #listen() {
    const { pause, "go-on": goOn, cancel, sure, really, keep, anew, away } = this.#parts;
    pause.onclick = () => (this.#transfer.pause(), goOn.focus());
    goOn.onclick = () => (this.#meter.forget(), this.#transfer.start(), pause.focus());
    anew.onclick = () => (this.#transfer.startAnew(), pause.focus());
    cancel.onclick = () => ((sure.hidden = false), really.focus());
    keep.onclick = () => ((sure.hidden = true), cancel.focus());
    really.onclick = () => this.#drop();
    away.onclick = () => (this.element.remove(), rows.delete(this.#transfer), form.elements.file.focus());
  }

  async #drop() {
    const { sure, away, cancel } = this.#parts;
    sure.hidden = true;
    await this.#transfer.drop();
    (away.hidden ? cancel : away).focus();
  }

  #show() {
    const transfer = this.#transfer;
    const { state } = transfer;
    const parts = this.#parts;
    if (transfer.upload) this.#adopt(transfer.upload);
    if (state === "sending") this.speed = this.#meter.speed(transfer.sent);
    else this.#meter.forget();
    this.element.dataset.state = state;
    parts.bar.value = state === "done" ? 100 : percent(transfer);
    parts.words.textContent = state === "refused" ? "" : line(transfer, this.speed ?? 0);
    parts.error.hidden = state !== "refused";
    if (state === "refused" && parts.error.textContent !== transfer.why) parts.error.textContent = transfer.why;
    parts.pause.hidden = !["looking", "sending", "waiting"].includes(state);
    parts["go-on"].hidden = state !== "paused";
    parts.cancel.hidden = !["looking", "sending", "waiting", "paused"].includes(state);
    if (parts.cancel.hidden) parts.sure.hidden = true;
    parts.open.hidden = !transfer.next;
    if (transfer.next) parts.open.href = transfer.next;
    parts.anew.hidden = state !== "here";
    parts.title.disabled = ["finishing", "done", "here", "refused", "dropped"].includes(state);
    parts.away.hidden = !["here", "refused", "dropped"].includes(state);
    this.#announce();
    if (state !== "done") return;
    leave();
    tellOfTwins(this.element, transfer.next);
  }

  /** Takes over from the row that the server made of the same upload when it was unfinished, and the title that was given before. */
  #adopt({ id, title }) {
    if (this.#adopted === id) return;
    this.#adopted = id;
    list.querySelector(`[data-upload="${id}"]`)?.remove();
    if (this.#parts.title.value === this.#parts.title.defaultValue) this.#parts.title.value = title;
  }

  /** Says the quarters and each change, not each step. */
  #announce() {
    const { state, file, why } = this.#transfer;
    const quarter = Math.floor(percent(this.#transfer) / 25);
    const words = { waiting: why || "The connection broke off.", paused: "Paused.", done: "Uploaded.", here: why, dropped: "Cancelled." }[state];
    if (state === "sending" && quarter > this.#quarter && quarter < 4) says.textContent = `${file.name}: ${quarter * 25} percent uploaded.`;
    else if (words && words !== this.#said) says.textContent = `${file.name}: ${words}`;
    this.#quarter = Math.max(quarter, this.#quarter);
    this.#said = words ?? "";
  }

  /** Keeps "Trying again in …" true. */
  tick() {
    if (["waiting", "sending"].includes(this.#transfer.state)) this.#show();
  }
}

/** One file alone, all here: on to its page, unless its title is being written. */
function leave() {
  const all = [...rows.values()];
  if (all.length !== 1 || all[0].isBeingNamed) return;
  location.assign(all[0].transfer.next);
}

function take(files) {
  for (const file of files) {
    const known = [...rows.values()].find(({ transfer }) => isSame(transfer.file, file) && (transfer.isUnderWay || transfer.state === "paused"));
    if (known) {
      if (known.transfer.state === "paused") known.start();
      continue;
    }
    const row = new Row(file);
    rows.set(row.transfer, row);
    list.prepend(row.element);
    row.start();
  }
  form.elements.file.value = "";
}

const isSame = (one, other) => one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

/** An unfinished upload is gone on with once its own file is chosen; another one is told apart before anything is sent. */
function goOnWith(element) {
  const picker = Object.assign(document.createElement("input"), { type: "file" });
  const error = element.querySelector("[data-part=error]");
  picker.onchange = () => {
    const file = picker.files[0];
    const isOther = file.name !== element.dataset.name || file.size !== Number(element.dataset.size);
    error.hidden = !isOther;
    error.textContent = isOther ? `That is another file. This upload needs ${element.dataset.name}, ${size(Number(element.dataset.size))}.` : "";
    if (!isOther) take([file]);
  };
  picker.click();
}

function prepare() {
  form.elements.file.multiple = true;
  document.getElementById("upload-title").hidden = true;
  document.getElementById("upload-start").hidden = true;
  form.classList.add("drop");
  for (const button of list.querySelectorAll("[data-part=choose]")) {
    button.hidden = false;
    button.onclick = () => goOnWith(button.closest("[data-upload]"));
  }
}

form.addEventListener("submit", (event) => event.preventDefault());
form.elements.file.addEventListener("change", () => take(form.elements.file.files));
for (const name of ["dragover", "dragleave", "drop"])
  addEventListener(name, (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    form.classList.toggle("hovered", name === "dragover");
    if (name === "drop") take(event.dataTransfer.files);
  });
addEventListener("beforeunload", (event) => {
  if ([...rows.values()].some(({ transfer }) => transfer.isUnderWay)) event.preventDefault();
});
setInterval(() => rows.forEach((row) => row.tick()), 1000);
prepare();
