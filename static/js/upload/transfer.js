// One file on its way: begins, sends what is missing, and after any break begins again, which tells what is missing then.

import { HereAlready, NotNow, Refused, begin, complete, drop, sendPart, sha256 } from "./protocol.js";

const AT_ONCE = 3;
const QUICK_TRIES = 3;
const LONGEST_WAIT = 30_000;
const NOT_CANCELLED = "Retake did not answer, so nothing was cancelled. What arrived is kept.";

/** Lets so many parts of all files leave at once, those who asked first first. */
export class Lanes {
  #free;
  #waiting = [];

  constructor(count = AT_ONCE) {
    this.#free = count;
  }

  async enter() {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise((go) => this.#waiting.push(go));
  }

  leave() {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}

/** Resolves after so many milliseconds, when the network is back, or when the signal says so. */
function pause(milliseconds, signal) {
  return new Promise((done) => {
    const over = new AbortController();
    const end = () => (over.abort(), clearTimeout(timer), done());
    const timer = setTimeout(end, milliseconds);
    addEventListener("online", end, { signal: over.signal });
    signal.addEventListener("abort", end, { signal: over.signal });
  });
}

/**
 * A file, and how far it is. `state` is one of looking, sending, waiting, finishing, paused, done, here, refused, dropped;
 * `why` says why it waits, is paused or was refused; `next` is the address of its page once it is done, or was here before.
 */
export class Transfer {
  state = "looking";
  why = "";
  next = "";
  again = 0;
  upload = null;
  #file;
  #lanes;
  #changed;
  #title;
  #stop = new AbortController();
  #had = new Set();
  #flying = new Map();
  #claims = {};
  #isSent = false;
  #anew = false;

  constructor(file, { lanes, changed, title }) {
    this.#file = file;
    this.#lanes = lanes;
    this.#changed = changed;
    this.#title = title;
  }

  get file() {
    return this.#file;
  }

  get isUnderWay() {
    return ["looking", "sending", "waiting", "finishing"].includes(this.state);
  }

  /** Bytes of parts that are there. */
  get stored() {
    if (!this.upload) return 0;
    const { part_size, count, size } = this.upload;
    const last = size - (count - 1) * part_size;
    return [...this.#had].reduce((sum, number) => sum + (number === count ? last : part_size), 0);
  }

  /** Bytes that are there, or have left on their way there. */
  get sent() {
    return [...this.#flying.values()].reduce((sum, bytes) => sum + bytes, this.stored);
  }

  start() {
    this.#stop = new AbortController();
    this.#run(this.#stop.signal);
  }

  /** Uploads a file once more that was here already. */
  startAnew() {
    this.#anew = true;
    this.start();
  }

  /** Stops; the parts that were on their way are sent again, so that they do not count. */
  pause(why = "") {
    this.#stop.abort();
    this.#flying.clear();
    this.#become("paused", why);
  }

  /** Stops, and has Retake forget what arrived; unless all of it had arrived by then. */
  async drop() {
    this.pause("Cancelling …");
    try {
      if (this.upload) await drop(this.upload);
      this.#become("dropped");
    } catch (error) {
      if (error instanceof HereAlready) this.#isHere(error);
      else this.#become("paused", (error instanceof NotNow && error.message) || NOT_CANCELLED);
    }
  }

  #isHere({ message, next }) {
    this.next = next;
    this.#become("here", message);
  }

  async #run(signal) {
    for (let failures = 0; !signal.aborted; ) {
      const before = this.stored;
      try {
        await this.#goOn(signal);
        return;
      } catch (error) {
        this.#flying.clear();
        if (signal.aborted) return;
        if (error instanceof HereAlready) return this.#isHere(error);
        if (error instanceof Refused) return this.#become("refused", error.message);
        if (!(error instanceof NotNow)) throw error;
        if (error.code === "logged_out") return this.pause(error.message);
        if (error.code === "finished") this.#isSent = true;
        failures = this.stored > before ? 1 : failures + 1;
        const wait = error.code === "finished" ? 0 : Math.min(LONGEST_WAIT, 1000 * 2 ** (failures - 1));
        this.again = Date.now() + wait;
        this.#become("waiting", error.message);
        await pause(wait, signal);
      }
    }
  }

  /** From wherever it stands to the end. */
  async #goOn(signal) {
    if (!this.#isSent) {
      this.#become("looking");
      this.upload = await begin(this.#file, { after: this.upload?.id, anew: this.#anew, signal });
      this.#had = new Set(this.upload.have);
      this.#become("sending");
      await this.#sendMissing(signal);
      this.#isSent = true;
    }
    this.#become("finishing");
    try {
      const { next } = await complete(this.upload, { title: this.#title(), sha256: this.#claims, signal });
      this.next = next;
    } catch (error) {
      this.#isSent = error.code !== "parts_missing";
      throw error;
    }
    this.#become("done");
  }

  async #sendMissing(signal) {
    const numbers = Array.from({ length: this.upload.count }, (_, index) => index + 1).filter((number) => !this.#had.has(number));
    const rest = numbers.values();
    const round = new AbortController();
    const either = AbortSignal.any([signal, round.signal]);
    const sendSome = async () => {
      for (const number of rest) await this.#send(number, either);
    };
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, sendSome));
    } finally {
      round.abort();
    }
  }

  async #send(number, signal) {
    await this.#lanes.enter();
    try {
      signal.throwIfAborted();
      await this.#sendInLane(number, signal);
    } finally {
      this.#flying.delete(number);
      this.#lanes.leave();
    }
  }

  /** A part is tried a few times at once, each time at a new address, before the whole begins again. */
  async #sendInLane(number, signal) {
    const start = (number - 1) * this.upload.part_size;
    const blob = this.#file.slice(start, start + this.upload.part_size);
    const hash = await sha256(blob);
    const progress = (bytes) => (this.#flying.set(number, bytes), this.#changed(this));
    for (let tries = 1; ; tries += 1) {
      try {
        const { checked } = await sendPart(this.upload, number, blob, { hash, sent: this.stored, progress, signal });
        if (!checked && hash) this.#claims[number] = hash;
        this.#flying.delete(number);
        this.#had.add(number);
        return this.#changed(this);
      } catch (error) {
        this.#flying.delete(number);
        const isHopeless = !(error instanceof NotNow) || ["finished", "logged_out", "storage_full", "parts_missing"].includes(error.code);
        if (signal.aborted || tries === QUICK_TRIES || isHopeless || !navigator.onLine) throw error;
        await pause(1000 * 2 ** (tries - 1), signal);
      }
    }
  }

  #become(state, why = "") {
    // What was paused or dropped by hand stays so, whatever was still on its way says.
    if (this.state === "dropped") return;
    this.state = state;
    this.why = why;
    this.#changed(this);
  }
}
