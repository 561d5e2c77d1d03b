// What the library says about the slide's claim, and the student's guess before it is shown.

import { make, prose } from "./dom.js";

class Verdict {
  constructor(scene, changed) {
    this.scene = scene;
    this.changed = changed;
    this.guessed = null;
    this.list = make("ul", { class: "verdicts", "data-verdict": true });
    this.question = make("div", { class: "guess", hidden: true });
    this.outcome = make("p", { class: "outcome", hidden: true });
    this.element = make("section", { class: "verdict", "aria-label": "Verdict" }, this.question, this.outcome, this.list);
    // A quiz asks for a guess whether the switch is on or not.
    this.isPredicting = scene.guess?.always === true;
    if (scene.guess) {
      const buttons = scene.guess.choices.map(({ value, text }) => {
        return prose(make("button", { type: "button", "data-guess": value, click: () => this.guess(value) }), text);
      });
      this.question.append(prose(make("p", { class: "question" }), scene.guess.question), ...buttons);
    }
  }

  get isHidden() {
    return this.isPredicting && this.scene.guess !== undefined && this.guessed === null;
  }

  predict(isPredicting) {
    this.isPredicting = isPredicting || this.scene.guess?.always === true;
    this.guessed = null;
    this.reveal();
  }

  // The guess is open again: another preset asks for another guess.
  reset() {
    this.guessed = null;
    this.reveal();
  }

  guess(value) {
    this.guessed = value;
    this.reveal();
    this.changed();
  }

  // `items` are { mark: "holds" | "fails" | "open", text }; `right` is the value of the guess that is right, or null.
  show(items, right) {
    this.right = right;
    const key = JSON.stringify(items);
    if (key !== this.key) {
      this.key = key;
      this.list.replaceChildren(...items.map(({ mark, text }) => prose(make("li", { class: mark ?? "plain" }), text)));
    }
    this.reveal();
  }

  reveal() {
    this.list.hidden = this.isHidden;
    this.question.hidden = !this.isHidden;
    this.outcome.hidden = !this.isPredicting || this.guessed === null || this.right === null || this.right === undefined;
    if (this.outcome.hidden) return;
    const chosen = this.scene.guess.choices.find(({ value }) => value === this.guessed);
    const right = this.scene.guess.choices.find(({ value }) => value === this.right);
    const isRight = this.guessed === this.right;
    this.outcome.className = `outcome ${isRight ? "right" : "wrong"}`;
    const wrong = `Your guess was “${chosen.text}”. Right is: ${right?.text ?? this.right}.`;
    prose(this.outcome, isRight ? `Your guess is right: ${chosen.text}.` : wrong);
  }
}

// A row of `verify` as a line of the verdict.
function verdictOf(row, text) {
  if (!row) return { mark: "open", text: `No verdict for this pair: ${text}.` };
  const word = { holds: "Holds", fails: "Fails", unresolved: "Unresolved" }[row.verdict] ?? row.verdict;
  return { mark: row.verdict, text: `${word}: ${text}.` };
}

export { Verdict, verdictOf };
