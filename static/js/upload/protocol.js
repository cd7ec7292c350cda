// Speaks to Retake, and to the store it names, about one upload. What it throws says what to do next.

const END_BYTES = 4096;
const STALL = 60_000;
const STRANGE = "Retake answered in a way this page does not understand. Load the page again, then choose the file once more.";
const UNREADABLE = "The file on this device was changed, moved or removed. Choose it again.";

/** The upload ends; its message says why, to its owner. */
export class Refused extends Error {}

/** Nothing is lost: the same may be tried again. `code` is Retake's, or empty where only the line or the store failed. */
export class NotNow extends Error {
  constructor(message = "", code = "") {
    super(message);
    this.code = code;
  }
}

/** The file arrived a short while ago, and `next` is its page. */
export class HereAlready extends Error {
  constructor(message, next) {
    super(message);
    this.next = next;
  }
}

/** The proof of the page, read each time: logging in from another tab changes it. */
function proof() {
  const name = document.getElementById("upload").dataset.cookie;
  const cookie = document.cookie.split("; ").find((each) => each.startsWith(`${name}=`));
  return cookie ? cookie.slice(name.length + 1) : "";
}

/** Reads a piece of the file. Browsers refuse once the file is not the one that was chosen. */
async function read(blob) {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch {
    throw new Refused(UNREADABLE);
  }
}

const base64 = (bytes) => btoa(String.fromCharCode(...bytes));

/** What Retake's refusal means for what comes next. */
function refusal(status, text) {
  let said = {};
  try {
    said = JSON.parse(text);
  } catch {
    // An answer from before Retake: a proxy, or a server that restarts.
    return status >= 500 || status === 408 || status === 429 ? new NotNow() : new Refused(STRANGE);
  }
  if (said.next) return new HereAlready(said.reason, said.next);
  return said.again ? new NotNow(said.reason, said.code) : new Refused(said.reason ?? STRANGE);
}

async function ask(address, said, signal) {
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": proof() },
      body: JSON.stringify(said),
      redirect: "error",
      signal,
    });
  } catch {
    throw new NotNow();
  }
  if (!answer.ok) throw refusal(answer.status, await answer.text());
  return answer.json();
}

/** Opens the upload of this file, or finds the one that was opened before; `after` is the one that was gone on with until now. */
export async function begin(file, { after, anew, signal }) {
  const [head, tail] = await Promise.all([read(file.slice(0, END_BYTES)), read(file.slice(Math.max(0, file.size - END_BYTES)))]);
  const said = { name: file.name, size: file.size, modified: file.lastModified, head: base64(head), tail: base64(tail), after, anew };
  return ask(document.getElementById("upload").dataset.begin, said, signal);
}

export const complete = (upload, { title, sha256, signal }) => ask(upload.complete, { title, sha256 }, signal);

/** Has Retake forget the upload and what arrived of it. Where there is none, another tab dropped it. */
export async function drop(upload) {
  const answer = await fetch(upload.cancel, { method: "POST", headers: { "X-CSRFToken": proof() }, redirect: "error" });
  if (!answer.ok && answer.status !== 404) throw refusal(answer.status, await answer.text());
}

/** SHA-256 in hexadecimal; empty where the page came by plain http, for browsers then refuse to compute. */
export async function sha256(blob) {
  if (!globalThis.crypto?.subtle) return "";
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await read(blob)));
  return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Sends one part to where Retake says, which may be a bucket. XMLHttpRequest, because fetch tells no progress of what it sends. */
export async function sendPart(upload, number, blob, { hash, sent, progress, signal }) {
  const { addresses } = await ask(upload.addresses, { parts: [number], sent }, signal);
  const address = new URL(addresses[number], location.href);
  const ours = address.origin === location.origin;
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    let stalled;
    const alive = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALL);
    };
    const stop = () => request.abort();
    const end = (settle, value) => {
      clearTimeout(stalled);
      signal.removeEventListener("abort", stop);
      settle(value);
    };
    request.open("PUT", address);
    if (ours) request.setRequestHeader("X-CSRFToken", proof());
    if (ours && hash) request.setRequestHeader("X-Part-SHA256", hash);
    request.upload.onprogress = ({ loaded }) => (alive(), progress(loaded));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) return end(done, { checked: ours });
      return end(failed, ours ? refusal(request.status, request.responseText) : new NotNow());
    };
    request.onerror = request.onabort = () => end(failed, new NotNow());
    signal.addEventListener("abort", stop);
    alive();
    request.send(blob);
  });
}
