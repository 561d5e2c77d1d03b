// The bar below a live training: run and pause, single steps, the pace, the way back, and a scrub bar over the past.

import { isRecorded } from "./api.js";
import { make, write } from "./dom.js";

class Transport {
  // `ask(command, parameters)` steers the run, `reseed()` chooses another seed, `looked(frame)` is called with a frame of the past, or
  // null for the present.
  constructor({ ask, reseed, looked }) {
    this.ask = ask;
    this.looked = looked;
    this.past = null;
    const button = (name, text, press, title) => make("button", { type: "button", "data-control": name, title, click: press }, text);
    const steps = (command) => () => {
      this.leavePast();
      ask(command);
    };
    this.run = button("run", "Pause", () => this.toggle(), "Run or pause");
    this.run.dataset.moves = "Enter";
    this.run.classList.add("main");
    this.status = make("p", { class: "status" });
    this.scrub = make("input", {
      type: "range", min: 0, max: 0, value: 0, "aria-label": "Look back", "data-control": "scrub",
      input: () => this.look(Number(this.scrub.value)),
    });
    this.now = button("now", "Back to now", () => this.leavePast(), "Show the newest picture");
    this.now.hidden = true;
    const buttons = [
      this.run, button("step", "Step", steps("step"), "One step of the algorithm"),
      button("step-discriminator", "Step D", steps("step-discriminator"), "One update of the discriminator alone"),
      button("step-generator", "Step G", steps("step-generator"), "One update of the generator alone"),
      button("rewind", "Rewind", steps("rewind"), "To step 0 with the same seed: the same run again"),
      button("reseed", "New seed", reseed, "To step 0 with another seed"),
    ];
    // A recorded run is looked at, not steered.
    this.element = make(
      "div", { class: "transport" }, make("div", { class: "buttons" }, isRecorded() ? [] : buttons, this.status),
      make("div", { class: "scrub" }, this.scrub, this.now),
    );
  }

  async toggle() {
    this.leavePast();
    if (this.state === "finished" || this.state === "diverged") await this.ask("rewind");
    this.ask(this.state === "running" ? "pause" : "run");
  }

  // The newest frame, and how many of the past can be looked at.
  show(frame, frames) {
    this.frames = frames;
    this.state = frame.state;
    write(this.run, { running: "Pause", paused: "Run", finished: "Run again", diverged: "Run again" }[frame.state] ?? "Run");
    const shown = this.past ?? frame;
    const isRunning = frame.state === "running" && this.past === null && frame.steps_per_second > 0;
    const pace = isRunning ? ` · ${grouped(Math.round(frame.steps_per_second))} steps/s` : "";
    const end = frame.state === "finished" || frame.state === "diverged" ? ` · ${frame.state}` : "";
    write(this.status, `step ${grouped(shown.step)}${pace}${end}`);
    this.scrub.max = String(Math.max(0, frames.length - 1));
    const place = this.past === null ? frames.length - 1 : frames.indexOf(this.past);
    if (document.activeElement !== this.scrub || this.past === null) this.scrub.value = String(place);
    this.scrub.setAttribute("aria-valuetext", `step ${shown.step}`);
    this.now.hidden = this.past === null;
  }

  look(index) {
    const frame = this.frames?.[index];
    if (!frame) return;
    this.past = index >= this.frames.length - 1 ? null : frame;
    this.looked(this.past);
  }

  leavePast() {
    if (this.past === null) return;
    this.past = null;
    this.looked(null);
  }
}

// A step as 12 345.
const grouped = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, "\u202f");

export { Transport, grouped };
