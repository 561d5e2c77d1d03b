// A training that the server runs while this page listens to it: its start, its newest frame, and what is kept of the past.

import { isRecorded, post, requestAddress } from "./api.js";

const mostKept = 1200;
const retryMilliseconds = 700;
const mostRetries = 6;

class Run {
  // `changed(run)` is called with each event, `refused(error)` where the server refuses, `lost(isLost)` where it is gone, and
  // `notice(sentence)` with what it says.
  constructor(parameters, { changed, refused = () => {}, lost = () => {}, notice = () => {} }) {
    Object.assign(this, { parameters, changed, refused, lost, notice });
    Object.assign(this, { start: null, frame: null, history: [], stride: 1, isClosed: false, retries: 0 });
    if (isRecorded()) refused({ message: "A training needs the server: start divergences sandbox", parameter: "" });
    else this.listen();
  }

  // What repeats the whole run.
  get command() {
    return this.start?.command ?? "";
  }

  listen() {
    this.source = new EventSource(requestAddress("train", this.parameters));
    const on = (name, react) => this.source.addEventListener(name, (event) => {
      if (!this.isClosed) react(JSON.parse(event.data));
    });
    on("start", (start) => this.begin(start));
    on("frame", (frame) => this.take(frame));
    on("notice", ({ sentence }) => this.notice(sentence));
    this.source.addEventListener("error", () => this.fail());
  }

  begin(start) {
    this.lost(false);
    this.retries = 0;
    if (start.restarted || this.start === null) {
      this.history = [];
      this.stride = 1;
      this.frame = null;
    }
    this.start = start;
    this.changed(this);
  }

  take(frame) {
    // Frames of before a restart may still be on their way.
    if (this.start === null || frame.epoch !== this.start.epoch) return;
    this.frame = frame;
    const { history } = this;
    const kept = { step: frame.step, modes: frame.modes, ...frame.numbers };
    // The newest record is always there; the one before it stays where it is a stride away.
    const isFar = history.length < 2 || frame.step - history.at(-2).step >= this.stride;
    if (history.at(-1)?.step === frame.step || !isFar) history.pop();
    history.push(kept);
    if (this.history.length > mostKept) {
      this.history = this.history.filter((_, index) => index % 2 === 0);
      this.stride = (2 * (frame.step - this.history[0].step)) / mostKept;
    }
    this.changed(this);
  }

  // A stream that the server refuses is closed at once; one that is interrupted is opened again by the browser.
  async fail() {
    if (this.isClosed) return;
    if (this.source.readyState !== EventSource.CLOSED) {
      this.lost(true);
      return;
    }
    const abort = new AbortController();
    try {
      const response = await fetch(requestAddress("train", this.parameters), { signal: abort.signal });
      if (this.isClosed) return;
      if (response.ok || (response.status === 503 && this.retries < mostRetries)) {
        this.again();
        return;
      }
      const { sentence, parameter } = await response.json();
      this.refused({ message: sentence, parameter });
    } catch {
      this.lost(true);
      this.again();
    } finally {
      abort.abort();
    }
  }

  // Runs that were just closed give their places free within a second.
  again() {
    this.retries += 1;
    setTimeout(() => {
      if (!this.isClosed) this.listen();
    }, retryMilliseconds);
  }

  // One of the server's commands: "pause", "run", "rewind", "step", "reseed" with a value, …
  async tell(action, more = {}) {
    if (this.start === null || this.isClosed) return;
    try {
      const { sentence } = await post("train", { run: this.start.run, do: action, ...more }, "");
      if (sentence) this.notice(sentence);
    } catch (error) {
      if (error.parameter !== undefined) this.refused(error);
      else this.lost(true);
    }
  }

  close() {
    this.isClosed = true;
    this.source?.close();
  }
}

export { Run };
