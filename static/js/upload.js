// Sends a video as a bare body, after its first bytes were judged; shows how far it has come, how fast, how long still.

const HEAD_BYTES = 4096;
const form = document.getElementById("upload");
const parts = Object.fromEntries(
  ["start", "stop", "progress", "bar", "words", "says", "error"].map((name) => [name, document.getElementById(`upload-${name}`)]),
);
const LOGGED_OUT = "You are logged out. Log in again in another tab, then press Upload once more.";
const BROKEN_OFF = "The connection broke off, and nothing was kept. Press Upload to start again.";
const STRANGE = "Retake answered in a way this page does not understand. Load the page again, then upload once more.";

/** What a refused upload says to its owner. */
class Refused extends Error {}

function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const digits = step === 0 ? 0 : 1;
  return new Intl.NumberFormat("en", { style: "unit", unit: units[step], maximumFractionDigits: digits }).format(bytes / 1000 ** step);
}

function time(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min left`;
  return `${(seconds / 3600).toFixed(1)} h left`;
}

/** Says the four quarters to a screen reader, and every step to the eye. */
function meter(total) {
  const samples = [{ at: performance.now(), sent: 0 }];
  let quarter = 0;
  return (sent) => {
    const now = performance.now();
    samples.push({ at: now, sent });
    while (samples.length > 2 && now - samples[0].at > 5000) samples.shift();
    const speed = (sent - samples[0].sent) / Math.max(0.2, (now - samples[0].at) / 1000);
    const percent = Math.floor((sent / total) * 100);
    parts.bar.value = percent;
    const pace = speed > 0 && sent < total ? ` · ${size(speed)}/s · ${time((total - sent) / speed)}` : "";
    parts.words.textContent = sent < total ? `${percent} % · ${size(sent)} of ${size(total)}${pace}` : "All sent. Retake is storing it …";
    if (Math.floor(percent / 25) > quarter) {
      quarter = Math.floor(percent / 25);
      parts.says.textContent = quarter === 4 ? "All sent." : `${quarter * 25} percent uploaded.`;
    }
  };
}

function headers(more) {
  return { "Content-Type": "application/octet-stream", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, ...more };
}

function reasonIn(status, text) {
  try {
    return JSON.parse(text).reason ?? STRANGE;
  } catch {
    return status === 403 ? LOGGED_OUT : STRANGE;
  }
}

/** Has the size and the first bytes judged, so that a file that is no video is refused before gigabytes are sent. */
async function check(file, signal) {
  const answer = await fetch(form.dataset.check, {
    method: "POST",
    headers: headers({ "X-File-Size": String(file.size) }),
    body: await file.slice(0, HEAD_BYTES).arrayBuffer(),
    redirect: "manual",
    signal,
  });
  if (answer.type === "opaqueredirect") throw new Refused(LOGGED_OUT);
  if (answer.status !== 204) throw new Refused(reasonIn(answer.status, await answer.text()));
}

/** Sends the file and gives the address of its page. XMLHttpRequest, because fetch tells no progress of what it sends. */
function send(file, title, signal) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    const tell = meter(file.size);
    request.open("POST", form.action);
    const said = headers({ "X-File-Name": encodeURIComponent(file.name.slice(-255)), "X-Title": encodeURIComponent(title) });
    for (const [name, value] of Object.entries(said)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onload = () => {
      if (request.status !== 201) return failed(new Refused(reasonIn(request.status, request.responseText)));
      return done(JSON.parse(request.responseText).next);
    };
    request.onerror = () => failed(new Refused(BROKEN_OFF));
    request.onabort = () => failed(new DOMException("stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}

function show({ busy, error = "" }) {
  parts.progress.hidden = parts.stop.hidden = !busy;
  parts.start.hidden = busy;
  form.elements.file.disabled = form.elements.title.disabled = busy;
  parts.error.hidden = !error;
  parts.error.textContent = error;
}

function warn(event) {
  event.preventDefault();
}

async function upload(file) {
  const stop = new AbortController();
  parts.stop.onclick = () => stop.abort();
  parts.bar.value = 0;
  parts.words.textContent = "Looking at the file …";
  show({ busy: true });
  parts.stop.focus();
  window.addEventListener("beforeunload", warn);
  try {
    await check(file, stop.signal);
    const next = await send(file, form.elements.title.value, stop.signal);
    window.removeEventListener("beforeunload", warn);
    window.location.assign(next);
  } catch (error) {
    const words = error instanceof Refused ? error.message : error.name === "AbortError" ? "" : BROKEN_OFF;
    parts.says.textContent = error.name === "AbortError" ? "Upload stopped, nothing was kept." : "";
    show({ busy: false, error: words });
    form.elements.file.focus();
  } finally {
    window.removeEventListener("beforeunload", warn);
  }
}

form.addEventListener("submit", (event) => {
  const file = form.elements.file.files[0];
  if (!file) return; // the server says what is missing
  event.preventDefault();
  upload(file);
});
