// The elements of a scene and where they stand: picture and what can be taken away on the left, presets, controls and results on the
// right.

import { Actions } from "./actions.js";
import { isRecorded } from "./api.js";
import { Control } from "./controls.js";
import { make, prose } from "./dom.js";
import { Numbers } from "./numbers.js";
import { Picture } from "./picture.js";
import { recordedRange } from "./recorded.js";
import { Verdict } from "./verdict.js";

// `told` says what the reader did: changed(name, value), learned(), released(), pressed(control), chosen(preset), guessed().
function layout(scene, told) {
  const stage = make("div", { class: "stage", hidden: !scene.draw });
  const picture = Object.assign(new Picture(stage, scene.title), scene.size);
  const controls = Object.fromEntries(scene.controls.map((declaration) => {
    const control = new Control(declaration, told.changed);
    if (isRecorded() && control.kind === "slider") Object.assign(control.input, recordedRange(scene, control.name));
    Object.assign(control, { learned: told.learned, released: told.released, press: () => told.pressed(control) });
    return [declaration.name, control];
  }));
  // In a copy a live scene replays its one run: what would need another run is not shown.
  const isReplayed = isRecorded() && scene.live === true;
  const shown = Object.values(controls).filter(({ name }) => !isReplayed || scene.recorded.free.includes(name));
  const presetButtons = (isReplayed ? [] : scene.presets ?? []).map((preset) => {
    const button = make("button", { type: "button", "data-preset": preset.name, click: () => told.chosen(preset) });
    return { button: prose(button, preset.name), preset };
  });
  const parts = {
    stage, picture, controls, presetButtons,
    verdict: new Verdict(scene, told.guessed),
    numbers: new Numbers(),
    actions: new Actions(scene.id, scene.draw ? picture.svg : null),
    general: make("p", { class: "error general", role: "alert", "data-error-for": "" }),
    notice: make("p", { class: "notice", role: "status" }),
    spoken: make("p", { class: "unseen", "aria-live": "polite" }),
  };
  return { ...parts, element: article(scene, parts, controlPanel(shown)) };
}

function article(scene, { stage, presetButtons, verdict, numbers, actions, general, notice, spoken }, panel) {
  return make(
    "article", { class: `scene scene-${scene.id}` },
    make(
      "header", { class: "lead" },
      make("p", { class: "ordinal" }, `${scene.ordinal}`),
      make("h1", { tabindex: "-1" }, scene.title),
      prose(make("p", { class: "claim" }), scene.claim),
    ),
    make("div", { class: "left" }, stage, notice, general, actions.element),
    make(
      "aside", { class: "side", "aria-label": "Controls and results" },
      make("div", { class: "presets", role: "group", "aria-label": "Presets" }, presetButtons.map(({ button }) => button)),
      panel, verdict.element, numbers.element, spoken,
      scene.hint ? prose(make("p", { class: "hint" }), scene.hint) : null,
    ),
  );
}

// Controls of a group are folded away under its name.
function controlPanel(controls) {
  const panel = make("div", { class: "controls" });
  const groups = new Map();
  for (const { group, element } of controls) {
    if (group && !groups.has(group)) {
      groups.set(group, make("details", {}, make("summary", {}, group)));
      panel.append(groups.get(group));
    }
    (groups.get(group) ?? panel).append(element);
  }
  return panel;
}

export { layout };
