// A live training: its stream, what is asked of it, and its past.

import { Gone, get, isRecorded, post } from "./api.js";
import { History } from "./history.js";
import { readEvents } from "./stream.js";

const waitMilliseconds = 2000;
const typingMilliseconds = 250;

class Training {
  // `changed()` is called for every frame, `said(sentence)` for what the server says, `refused(error)`, `lost(isLost)`.
  constructor({ changed, said, refused, lost }) {
    Object.assign(this, { changed, said, refused, lost });
    this.history = new History();
    this.start = null;
    // The name of the run that can be steered.
    this.run = null;
    this.frame = null;
  }

  // Begins a run; an earlier one ends. While a text is typed, each letter would begin one: the last does.
  open(parameters) {
    this.close();
    this.opening = setTimeout(() => this.begin(parameters), this.start ? typingMilliseconds : 0);
  }

  async begin(parameters, patience = 3) {
    const abort = new AbortController();
    this.abort = abort;
    this.parameters = parameters;
    if (isRecorded()) return this.replay(parameters);
    try {
      await readEvents("train", parameters, { signal: abort.signal, received: (event, data) => this.received(event, data) });
      if (!abort.signal.aborted) throw new Gone();
    } catch (error) {
      if (abort.signal.aborted) return undefined;
      if (error instanceof Gone) return this.wait(abort);
      // An earlier run may need a moment to end.
      if (error.status === 503 && patience > 0) {
        this.opening = setTimeout(() => this.begin(parameters, patience - 1), waitMilliseconds / 2);
      } else {
        this.refused(error);
      }
    }
    return undefined;
  }

  close() {
    this.abort?.abort();
    clearTimeout(this.opening);
    clearInterval(this.replaying);
    this.run = null;
  }

  received(event, data) {
    if (event === "start") {
      this.start = data;
      this.run = data.run;
      this.frame = null;
      if (data.restarted !== false) this.history.clear();
      this.lost(false);
    } else if (event === "frame" && data.epoch === this.start?.epoch) {
      this.frame = data;
      const { newest } = this.history;
      // A frame of a run that stands still is not its future.
      const isStill = data.step === newest?.step && data.discriminator_steps === newest?.discriminator_steps;
      if (isStill) this.history.newest = data;
      else this.history.add(data);
      this.changed();
    } else if (event === "notice") {
      this.said(data.sentence);
    }
  }

  // What is asked of the run: pause, run, step, …; a refused setting is said beside its control.
  async ask(command, parameters = {}) {
    if (isRecorded() || this.run === null) return;
    try {
      const { sentence } = await post("train", { run: this.run, do: command, ...parameters });
      this.said(sentence);
    } catch (error) {
      if (error instanceof Gone) return;
      if (command === "set" && error.parameter === "value") error.parameter = parameters.name;
      this.refused(error);
    }
  }

  // The server is gone, and its run with it: as soon as it answers again, the run begins anew.
  async wait(abort) {
    this.lost(true);
    while (!abort.signal.aborted) {
      await new Promise((resume) => setTimeout(resume, waitMilliseconds));
      try {
        await get("about");
        if (abort.signal.aborted) return;
        this.said("The server is back. The training has begun anew.");
        this.open(this.parameters);
        return;
      } catch (error) {
        if (!(error instanceof Gone)) return;
      }
    }
  }

  // A recorded training, in an exported copy: its frames one after the other.
  replay() {
    const { start, frames } = globalThis.recordedTraining;
    this.received("start", start);
    this.lost(false);
    let index = 0;
    this.said("A recorded training: in this copy settings do not change.");
    this.replaying = setInterval(() => {
      if (index < frames.length) this.received("frame", { ...frames[index], epoch: start.epoch });
      index += 1;
    }, 50);
  }
}

export { Training };
