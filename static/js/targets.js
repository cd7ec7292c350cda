// The accounts that are ticked on the publish form. Ticking one shows its part of the form at once, unticking hides it, and what was
// typed stays. A part that the page came without is fetched. Words for one account alone follow the shared ones until they are changed.

const form = document.getElementById("publish");
const boxes = [...document.querySelectorAll("input[name=connection]")];
const said = document.getElementById("targets-said");
const show = document.getElementById("show-chosen");

const placeOf = (box) => document.querySelector(`[data-place="${CSS.escape(box.value)}"]`);
const chosen = () => boxes.filter((box) => box.checked && !box.disabled);

/** Whether all that is ticked goes out later. */
function isLater(ticked) {
  const times = ticked.map((box) => form.elements.namedItem(`to-${box.value}-at`) ?? form.elements.namedItem("at"));
  return times.length > 0 && times.every((time) => time?.value);
}

/** The button says what it does. */
function label() {
  const ticked = chosen();
  const [first, ...others] = ticked;
  const verb = isLater(ticked) ? "Schedule" : "Publish";
  const to = verb === "Schedule" ? "for" : "to";
  if (!first) return verb;
  if (others.length) return `${verb} ${to} ${others.length + 1} accounts`;
  return `${verb} ${to} ${first.dataset.name}${first.dataset.again ? " again" : ""}`;
}

/** Shows what belongs to the accounts that are ticked: their parts, and how their platforms count the shared words. */
function tell() {
  const ticked = chosen();
  for (const box of boxes) {
    const place = placeOf(box);
    if (place) place.hidden = !(box.checked && place.firstElementChild);
  }
  const platforms = new Set(ticked.map((box) => box.dataset.platform));
  for (const room of document.querySelectorAll(".room")) room.hidden = !platforms.has(room.dataset.platform);
  document.getElementById("publish-says").textContent = label();
}

/** Fetches the part of an account that the page came without. Raises where it does not come. */
async function fetched(box) {
  const started = form.elements.namedItem("started")?.value ?? "";
  const answer = await fetch(`${location.pathname}?${new URLSearchParams({ connection: box.value, started })}`);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const part = page.getElementById(`target-${box.value}`);
  if (!part) throw new Error("It is not there.");
  return part;
}

const underWay = new Set();

async function fill(box) {
  const place = placeOf(box);
  if (!place || place.firstElementChild || underWay.has(box)) return;
  underWay.add(box);
  said.textContent = `Asking what there is to choose for ${box.dataset.name}…`;
  try {
    place.append(document.adoptNode(await fetched(box)));
    said.textContent = "";
    follow();
    form.dispatchEvent(new Event("input"));
  } catch {
    said.textContent = `What there is to choose for ${box.dataset.name} did not come. “Show the chosen” asks for it again.`;
    show.hidden = false;
  }
  underWay.delete(box);
  tell();
}

/** Words that were left alone are the shared ones; the unseen field beside each says what it started as. */
function follow() {
  for (const started of form.querySelectorAll("input[type=hidden][name^='initial-to-']")) {
    const own = form.elements.namedItem(started.name.replace("initial-", ""));
    const shared = form.elements.namedItem(started.name.replace(/^initial-to-\d+-/, ""));
    if (!own || !shared) continue;
    const wasLeftAlone = own.value === plain(started.value);
    started.value = shared.value;
    if (wasLeftAlone) own.value = shared.value;
  }
}

/** A text area has one kind of line break; an unseen field keeps what it was given. */
const plain = (text) => text.replace(/\r\n?/g, "\n");

if (form) {
  if (show) show.hidden = true;
  for (const box of boxes) {
    box.addEventListener("change", () => {
      tell();
      if (box.checked) fill(box);
    });
  }
  form.addEventListener("input", ({ target }) => {
    if (["title", "description", "tags", "at"].includes(target.name)) follow();
    if (/(^|-)at$/.test(target.name)) tell();
  }, true);
  tell();
  for (const box of chosen()) fill(box);
}
