// What a pattern comes to, while one types: the server fills it in, as it will on the publish form, and nothing is kept.

const form = document.getElementById("pattern");
const preview = document.getElementById("preview");
const button = document.getElementById("preview-this");
const QUIET_FOR = 400;

let timer = 0;
let latest = null;

/** Fetches the preview of what is typed by now, and sets it in place of the one that is shown; an older answer is passed over. */
async function show() {
  latest?.abort();
  const mine = (latest = new AbortController());
  preview.classList.add("is-old");
  const typed = new FormData(form);
  typed.set("preview", "yes");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: typed, signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("preview");
    if (!found) throw new Error("It is not there.");
    preview.replaceChildren(...document.adoptNode(found).childNodes);
    preview.classList.remove("is-old");
    button.hidden = true;
  } catch {
    if (!mine.signal.aborted) button.hidden = false; // the button asks for it the plain way
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(show, QUIET_FOR);
}

button.hidden = true;
form.addEventListener("input", soon);
