// What every scene has: its title and claim, presets and controls, picture, verdict, numbers, and what can be taken away. A scene
// itself is data and a few functions, which scenes/catalogue.js lists.

import { isRecorded } from "./api.js";
import { Asking } from "./asking.js";
import { drawBeads } from "./beads.js";
import { layout } from "./layout.js";
import { nearestRecorded } from "./recorded.js";

class Frame {
  // `changed(state)` is called as the state changes, for the address.
  constructor(scene, given, { changed }) {
    this.scene = scene;
    this.changed = changed;
    this.defaults = defaultsOf(scene);
    this.state = { ...this.defaults, ...pick(given, this.defaults) };
    Object.assign(this, layout(scene, {
      changed: (name, value) => this.change(name, value),
      // What became known of a density may move the axis.
      learned: () => (this.isOpen && !scene.live ? this.ask() : this.picture.redraw()),
      released: () => this.ask(),
      pressed: (control) => this.press(control),
      chosen: (preset) => this.choose(preset),
      guessed: () => this.guessed(),
    }));
    this.asking = new Asking({
      answered: (answers, state, isLast) => this.answered(answers, state, isLast),
      refused: (error) => this.refused(error),
      lost: (isLost) => this.setLost(isLost),
    });
    this.view = {
      picture: this.picture, controls: this.controls, state: this.state,
      change: (name, value) => this.change(name, value),
      beads: (panel, name, options) => drawBeads(panel, this.controls[name].density, { ink: name, ...options }),
      // A live scene hands over its own answers, and its own sentences.
      show: (answers) => this.answered(answers, this.state, true),
      refuse: (error) => this.refused(error),
      lose: (isLost) => this.setLost(isLost),
      notice: (sentence) => this.say(sentence),
      ask: () => this.ask(),
      isGuessing: () => this.verdict.isHidden,
      guessed: () => this.verdict.guessed,
    };
  }

  async open() {
    this.observer = new ResizeObserver(() => this.picture.resize());
    this.observer.observe(this.stage);
    // The formulas of the claim are higher in their own font, and the picture has what height they leave.
    document.fonts.ready.then(() => this.picture.redraw());
    this.showState();
    const extra = this.scene.build?.(this.view);
    if (extra) this.stage.after(extra);
    mark("busy");
    await Promise.all(Object.values(this.controls).map((control) => control.density?.reading));
    if (this.asking.abort.signal.aborted) return;
    this.isOpen = true;
    if (this.scene.live) {
      document.body.dataset.live = "";
      this.scene.open(this.view);
    } else {
      this.ask();
    }
  }

  close() {
    this.observer.disconnect();
    this.asking.close();
    cancelAnimationFrame(this.picture.frame);
    clearTimeout(this.speaking);
    delete document.body.dataset.live;
    if (this.scene.live && this.isOpen) this.scene.close(this.view);
    this.setLost(false);
  }

  change(name, value) {
    if (this.state[name] === value) return;
    this.state[name] = value;
    if (this.scene.guess?.anew === name) this.verdict.reset();
    // Some changes bring others with them, such as a parameter that another family does not have.
    Object.assign(this.state, this.scene.adjust?.(this.state, name) ?? {});
    this.took(name);
  }

  // The state has changed by `name`, or as a whole.
  took(name) {
    this.say("");
    this.showState();
    this.changed(this.state);
    if (!this.scene.live) return this.ask();
    this.clearErrors();
    return this.scene.changed(this.view, name);
  }

  // What of the reader's data this scene takes: P as a density, P as samples to train on, or a column as it is.
  acceptedData() {
    return { density: this.controls.p?.kind === "density", samples: this.scene.live === true, target: "target" in this.controls };
  }

  useData(text) {
    const name = this.controls.target ? "target" : "p";
    // The list of the data that a scene offers has changed.
    this.asking.forget("about");
    if (name in this.controls) this.change(name, text);
  }

  // A button's changes of the state, made from the state and the answers.
  press({ act }) {
    const changes = act(this.state, this.answers ?? {}, this.view);
    if (!changes) return;
    if (this.scene.guess?.anew in changes) this.verdict.reset();
    Object.assign(this.state, changes);
    this.took(null);
  }

  choose(preset) {
    this.verdict.reset();
    this.hideNumbers();
    Object.assign(this.state, this.defaults, preset.state);
    this.took(null);
  }

  // A state from the address, where the reader went back or typed one.
  restore(given) {
    this.choose({ state: pick(given, this.defaults) });
  }

  showState() {
    for (const [name, control] of Object.entries(this.controls)) {
      if (name in this.state) control.show(this.state[name] || control.fallback || "");
      control.element.hidden = control.when !== undefined && !control.when(this.state);
    }
    for (const { button, preset } of this.presetButtons) {
      const whole = { ...this.defaults, ...preset.state };
      const isChosen = Object.keys(this.defaults).every((name) => whole[name] === this.state[name]);
      button.setAttribute("aria-pressed", isChosen);
    }
  }

  ask() {
    if (isRecorded()) this.keepToRecorded();
    const held = isRecorded() ? null : this.picture.held === null ? null : (this.window?.() ?? null);
    mark("busy");
    this.asking.ask(this.scene.requests(this.state, held, this.view), { ...this.state });
  }

  // An exported copy goes to the nearest state that it holds, and says so.
  keepToRecorded() {
    // A key takes one small step, which leads to the next recorded state; a pointer goes where it is.
    const from = this.picture.held === null ? this.lastRecorded : null;
    const { state, isSame } = nearestRecorded(this.scene, this.defaults, this.state, from);
    this.lastRecorded = { ...state };
    if (isSame) return;
    this.say("This copy holds recorded states; this is the nearest one. divergences sandbox computes every other.");
    Object.assign(this.state, state);
    this.showState();
    this.changed(this.state);
  }

  // The picture's horizontal range while a handle is held, for scenes that ask the server for points within it.
  window() {
    const panel = [...this.picture.panelsByName.values()][0];
    return panel?.x ? panel.x.domain() : null;
  }

  answered(answers, state, isLast) {
    this.answers = answers;
    this.requests = this.scene.live ? (this.scene.takeaway?.(this.view) ?? {}) : this.scene.requests(state, null, this.view);
    // In a live scene pictures keep coming while a setting is refused: its sentence stays until something is changed.
    if (!this.scene.live) this.clearErrors();
    this.stage.classList.remove("stale");
    if (this.scene.draw) this.picture.show(() => this.scene.draw(answers, this.view), { glide: !this.scene.live });
    this.scene.fill?.(answers, this.view);
    const { verdict, numbers } = this;
    numbers.show(this.scene.numbers(answers, this.view));
    verdict.show(this.scene.verdict(answers, this.view), this.scene.guess?.right(answers, this.view) ?? null);
    this.hideNumbers();
    this.showTakeaway(answers);
    if (isLast) this.rest();
  }

  showTakeaway(answers) {
    const [first] = this.scene.takes ? [this.scene.takes] : Object.keys(this.requests);
    const command = answers[first]?.command || Object.values(answers).find((answer) => answer?.command)?.command || "";
    const request = this.requests[first];
    const csv = this.scene.csv ? () => this.scene.csv(this.answers) : null;
    this.actions.show(command, request && request.body === undefined ? request : null, csv);
  }

  // Nothing more is on its way: the page is ready, and a screen reader hears what came of it.
  rest() {
    const isFailed = Object.values(this.controls).some(({ element }) => element.classList.contains("failed"));
    const state = () => (this.isLost ? "gone" : isFailed ? "error" : this.asking.isBusy ? "busy" : "ready");
    // Drawing the answer may itself have asked anew.
    requestAnimationFrame(() => requestAnimationFrame(() => mark(state())));
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => {
      this.spoken.textContent = this.verdict.isHidden ? "" : `${this.verdict.list.textContent} ${this.numbers.spoken()}`;
    }, 700);
  }

  refused(error) {
    this.clearErrors();
    const control = this.controls[this.scene.blame?.(error.parameter, this.state) ?? error.parameter];
    if (control) control.fail(error.message);
    else this.general.textContent = `${error.message.replace(/[.]$/, "")}.`;
    this.stage.classList.add("stale");
    mark("error");
    // What is no refusal is a fault of the page: the console says where.
    if (error.parameter === undefined) throw error;
  }

  clearErrors() {
    for (const control of Object.values(this.controls)) control.fail("");
    this.general.textContent = "";
  }

  setLost(isLost) {
    this.isLost = isLost;
    this.stage.classList.toggle("stale", isLost);
    document.querySelector("[data-gone]").hidden = !isLost;
    if (isLost) mark("gone");
  }

  say(sentence) {
    this.notice.textContent = sentence;
  }

  // The guess was made: the numbers come, and what the scene itself had held back.
  guessed() {
    this.hideNumbers();
    const { scene, verdict } = this;
    scene.guess.made?.(verdict.guessed === verdict.right, this.view);
    if (this.answers) scene.fill?.(this.answers, this.view);
  }

  predict(isPredicting) {
    this.verdict.predict(isPredicting);
    this.hideNumbers();
  }

  hideNumbers() {
    this.numbers.element.hidden = this.verdict.isHidden;
  }
}

function mark(state) {
  document.body.dataset.state = state;
}

function defaultsOf(scene) {
  const values = scene.controls.filter(({ value }) => value !== undefined).map(({ name, value }) => [name, value]);
  return { ...Object.fromEntries(values), ...(scene.state ?? {}) };
}

function pick(given, defaults) {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in defaults));
}

export { Frame };
