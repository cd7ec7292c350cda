// What is said of an upload: sizes, speed, time left, and its state in a sentence.

const KEEPING = "What arrived is kept.";

/** A size as the server says it. */
export function size(bytes) {
  const step = Math.min(4, Math.floor(Math.log2(Math.max(bytes, 1)) / 10));
  if (step === 0) return `${bytes} byte${bytes === 1 ? "" : "s"}`;
  return `${(bytes / 1024 ** step).toFixed(1)} ${["", "KB", "MB", "GB", "TB"][step]}`;
}

function timeLeft(seconds) {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s left`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min left`;
  return `${(seconds / 3600).toFixed(1)} h left`;
}

/** Bytes per second over the last seconds; tells nothing until there is something to tell. */
export class Meter {
  #samples = [];

  speed(sent, now = performance.now()) {
    const last = this.#samples.at(-1);
    // A part that broke off is sent again: what was counted of it is taken back.
    if (last && sent < last.sent) this.#samples = [];
    this.#samples.push({ now, sent });
    while (this.#samples.length > 2 && now - this.#samples[0].now > 8000) this.#samples.shift();
    const first = this.#samples[0];
    return now - first.now < 500 ? 0 : ((sent - first.sent) / (now - first.now)) * 1000;
  }

  forget() {
    this.#samples = [];
  }
}

export const percent = ({ sent, file }) => (file.size ? Math.floor((Math.min(sent, file.size) / file.size) * 100) : 0);

/** The line under the bar. */
export function line(transfer, speed) {
  const { state, why, file, sent } = transfer;
  const far = `${percent(transfer)} % · ${size(Math.min(sent, file.size))} of ${size(file.size)}`;
  switch (state) {
    case "looking":
      return "Looking at the file …";
    case "sending":
      return sent >= file.size ? "All sent. Retake is storing it …" : speed > 0 ? `${far} · ${size(speed)}/s · ${timeLeft((file.size - sent) / speed)}` : far;
    case "finishing":
      return "All sent. Retake is storing it …";
    case "waiting":
      if (!navigator.onLine) return `No network. ${KEEPING} It goes on by itself once the network is back.`;
      return `${why || `The connection broke off. ${KEEPING}`} Trying again ${again(transfer)}.`;
    case "paused":
      return why || `Paused at ${far}. ${KEEPING}`;
    case "done":
      return "Here, whole. Retake is looking into it.";
    case "dropped":
      return "Cancelled, and nothing was kept of it.";
    default:
      return why;
  }
}

function again({ again: moment }) {
  const seconds = Math.round((moment - Date.now()) / 1000);
  return seconds > 0 ? `in ${seconds} s` : "now";
}
