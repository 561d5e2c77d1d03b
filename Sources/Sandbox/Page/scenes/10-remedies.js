// Scene 10: up to four remedies side by side, on the same data and seed.

import { densityTop } from "../lib/ranges.js";
import { bell } from "../lib/thumbnails.js";
import { Training } from "../lib/training.js";

// What all methods have in common, as options of `train`; a method has options of its own beside them.
const commonSettings = {
  width: 24, depth: 2, batch: 64, steps: 10000, penalty: "none", averaging: 0,
  "learning-rate": 0.001, "discriminator-learning-rate": 0.001,
};

const methods = {
  "non-saturating": {},
  minimax: { objective: "minimax" },
  "WGAN, clipped": { objective: "wasserstein", penalty: "clipping(0.1)", "discriminator-steps": 5, optimizer: "rmsprop" },
  "WGAN-GP": { objective: "wasserstein", penalty: "gradient(0.1)", "discriminator-steps": 5 },
  "R1 penalty": { penalty: "r1(0.1)" },
  "instance noise": { "instance-noise": 0.5 },
  unrolled: { "unrolled-steps": 5, "unrolled-rate": 0.1 },
  "PacGAN, two packed": { packing: 2 },
  "minibatch discrimination": { "minibatch-kernels": 8 },
  "spectral norm": { penalty: "spectral" },
  "two time scales": { "learning-rate": 0.0003, "discriminator-learning-rate": 0.003 },
  "averaged weights": { averaging: 0.999, players: "average" },
  "smoothed labels": { objective: "smoothed(0.9)" },
};

const slots = ["first", "second", "third", "fourth"];
const slotInks = ["accent", "pink", "learned", "gold"];
const firstMethods = ["non-saturating", "minimax", "R1 penalty", "WGAN-GP"];
const nothing = "—";
const placeMilliseconds = 400;

const remedies = {
  id: "remedies",
  title: "Remedies",
  size: { tall: 62 },
  live: true,
  claim: "The slides end with a question: how to overcome these problems? Remedies of the papers train here on the same data with the same "
    + "seed.",
  thumbnail: [
    { ink: "p", d: bell(30, 8, 24, 40), filled: true }, { ink: "q", d: bell(44, 8, 26, 40) },
    { ink: "p", d: bell(110, 8, 24, 40), filled: true }, { ink: "q", d: bell(112, 8, 24, 40) },
    { ink: "accent", d: "M14 56L40 60L66 54L92 62L146 58" }, { ink: "learned", d: "M14 54C40 70 60 80 146 82" },
  ],
  hint: "One seed ranks nothing: divergences sweep Examples/plans/remedies.json compares all methods over twenty seeds.",
  presets: [
    { name: "Two far modes", state: {} },
    { name: "Three modes", state: { p: "0.3*normal(-4,0.6)+0.4*normal(0,0.6)+0.3*normal(4,0.6)" } },
    { name: "A heavy tail", state: { p: "studentT(3,0,1)" } },
    { name: "Wasserstein games", state: { second: "WGAN, clipped", third: "WGAN-GP", fourth: "spectral norm" } },
    { name: "The same number of steps", state: { second: "WGAN-GP", third: "R1 penalty", fourth: "unrolled", k: "5" } },
  ],
  controls: [
    { kind: "button", name: "go", label: "Pause or go on", act: (state, answers, view) => toggleRuns(view) },
    {
      kind: "button", name: "again", label: "Again, another seed",
      act: ({ seed }, answers, view) => view.change("seed", String(Number(seed) + 1)),
    },
    ...slots.map((name, index) => ({
      kind: "choice", name, label: `Method ${index + 1}`, value: firstMethods[index], moves: index === 0,
      options: [...Object.keys(methods), ...(index === 0 ? [] : [nothing])].map((value) => ({ value, text: value })),
    })),
    {
      kind: "choice", name: "k", label: "Steps of $D$ for one of $G$", value: "own",
      options: [{ value: "own", text: "as in the papers" }, { value: "1", text: "1" }, { value: "5", text: "5" }],
    },
    { kind: "slider", name: "rate", label: "Steps a second", value: "400", min: 50, max: 2000, step: 50 },
    { kind: "density", name: "p", label: "Data $P$", value: "0.3*normal(-3,0.5)+0.7*normal(3,0.5)" },
  ],
  state: { seed: "1" },
  takes: "first",
  guess: {
    question: "Which will be nearest to the data in the end?",
    choices: slots.map((value, index) => ({ value, text: `number ${index + 1}` })),
    // Of runs that all have ended, the one with the least JS that the server has measured.
    right(runs) {
      const ended = Object.entries(runs).filter(([, run]) => run?.frame);
      if (ended.some(([, run]) => run.frame.state === "running" || run.frame.state === "paused")) return null;
      const measuredRuns = ended.filter(([, run]) => Number.isFinite(Number(run.frame.numbers.js)) && run.frame.state === "finished");
      return d3.least(measuredRuns, ([, run]) => Number(run.frame.numbers.js))?.[0] ?? null;
    },
  },

  // `runs` are shown, `open` are listened to: where a new run is refused, what the old one showed stays.
  open(view) {
    Object.assign(view, { runs: {}, open: {} });
    slots.forEach((slot) => beginRun(view, slot));
  },

  changed(view, name) {
    if (slots.includes(name)) beginRun(view, name);
    else if (name === "rate") Object.values(view.open).forEach((run) => run.ask("rate", { value: view.state.rate }));
    else if (name === "seed") Object.values(view.open).forEach((run) => run.ask("reseed", { value: view.state.seed }));
    else slots.forEach((slot) => beginRun(view, slot));
  },

  close(view) {
    cancelAnimationFrame(view.drawing);
    Object.values(view.open).forEach((run) => run.close());
    Object.assign(view, { runs: {}, open: {} });
  },

  draw(runs, view) {
    const { picture } = view;
    const { em } = picture;
    const isWide = !picture.isNarrow;
    const shown = slots.filter((slot) => runs[slot]?.start);
    const historyHeight = isWide ? 0.3 * picture.height : 12 * em;
    const columns = isWide ? 2 : 1;
    const lines = Math.ceil(slots.length / columns);
    const height = (picture.height - historyHeight - 4.5 * em) / lines;
    slots.forEach((slot, index) => {
      if (!shown.includes(slot)) return;
      const box = {
        left: (index % columns) * (picture.width / columns), width: picture.width / columns,
        top: 2 * em + Math.floor(index / columns) * height, height: height - 4 * em,
      };
      drawRun(picture.panel(slot, box), runs[slot], view.state[slot], slotInks[index]);
    });
    const below = { left: 0, width: picture.width, top: picture.height - historyHeight - 2.6 * em, height: historyHeight };
    drawRemedyHistories(picture.panel("history", below, { right: 1 }), runs, view);
  },

  numbers(runs, { state }) {
    return slots.filter((slot) => runs[slot]?.frame).flatMap((slot, index) => {
      const { numbers, modes } = runs[slot].frame;
      // The reason names the column that it is about.
      const isAboutJS = numbers.reason?.startsWith("js:");
      const name = `${slots.indexOf(slot) + 1}, ${state[slot]}`;
      const common = { table: "frame", row: index, command: "" };
      return [
        {
          ...common, label: `${name}: $\\mathrm{JS}(P,Q)$`, text: numbers.js, error: numbers.js_error, column: "js",
          status: isAboutJS ? numbers.status : "", reason: isAboutJS ? numbers.reason : "",
        },
        { ...common, label: `${name}: masses of the modes`, text: modes.map((mass) => mass.toFixed(3)).join(", "), more: true },
        { ...common, label: `${name}: steps of $D$`, text: String(runs[slot].frame.discriminator_steps), more: true },
      ];
    });
  },

  // The past of all runs, with the numbers' own digits.
  csv(runs) {
    const names = ["step", "js", "js_error", "gap", "gap_error", "value", "kl_pq", "kl_qp"];
    const lines = slots.filter((slot) => runs[slot]?.history.newest).flatMap((slot) => {
      const { history, method } = runs[slot];
      const line = ({ step, numbers }) => [JSON.stringify(method), ...names.map((name) => numbers[name] ?? step)].join(",");
      return history.frames.with(history.newest).map(line);
    });
    return `${[["method", ...names].join(","), ...lines].join("\n")}\n`;
  },

  verdict(runs, { state }) {
    const frames = slots.filter((slot) => runs[slot]?.frame);
    const diverged = frames.filter((slot) => runs[slot].frame.state === "diverged").map((slot) => state[slot]);
    const steps = new Set(frames.map((slot) => runs[slot].start.settings["discriminator-steps"]));
    const isOver = frames.length > 0 && frames.every((slot) => ["finished", "diverged"].includes(runs[slot].frame.state));
    const best = isOver ? remedies.guess.right(runs) : null;
    const ended = best ? `With this seed ${state[best]} ends nearest to the data. One seed ranks nothing.` : "No run ended with a density.";
    return [
      isOver ? { mark: "plain", text: ended } : { mark: "open", text: "Training…" },
      ...(diverged.length > 0 ? [{ mark: "fails", text: `Diverged: ${diverged.join(", ")}.` }] : []),
      ...(steps.size > 1 ? [{ mark: "open", text: unequalSteps }] : []),
    ];
  },
};

const unequalSteps = "The runs take different numbers of discriminator steps: what one gains may come from these alone.";

function beginRun(view, slot) {
  const isAgain = slot in view.open;
  view.open[slot]?.close();
  delete view.open[slot];
  const { state } = view;
  if (!(state[slot] in methods)) {
    delete view.runs[slot];
    drawSoon(view);
    return;
  }
  const steps = state.k === "own" ? {} : { "discriminator-steps": state.k };
  const parameters = { ...commonSettings, ...methods[state[slot]], ...steps, p: state.p, seed: state.seed, rate: state.rate, points: 121 };
  const run = new Training({
    changed() {
      view.runs[slot] = run;
      drawSoon(view);
    },
    refused: (error) => view.refuse(error),
    lost: (isLost) => view.lose(isLost),
    said: (sentence) => view.notice(sentence === "" ? "" : `${state[slot]}: ${sentence}`),
  });
  view.open[slot] = run;
  // The server has four places: the one of a run that was just closed is free when it has noticed.
  setTimeout(() => {
    if (view.open[slot] === run) run.open(parameters);
  }, isAgain ? placeMilliseconds : 0);
}

// The runs as the frame of the page expects answers: with the command that repeats each.
function answersOf({ runs, state }) {
  const answer = ([slot, { start, frame, history }]) => [slot, { command: start.command, method: state[slot], start, frame, history }];
  return Object.fromEntries(Object.entries(runs).map(answer));
}

// Four runs send frames by turns: the picture is drawn once for all that came since.
function drawSoon(view) {
  cancelAnimationFrame(view.drawing);
  view.drawing = requestAnimationFrame(() => view.show(answersOf(view)));
}

function toggleRuns(view) {
  const runs = Object.values(view.open);
  const isRunning = runs.some((run) => run.frame?.state === "running");
  runs.forEach((run) => run.ask(isRunning ? "pause" : "run"));
}

function drawRun(panel, run, name, ink) {
  const { x, p } = run.start;
  const q = run.frame?.q ?? [];
  panel.axes({ x: [x[0], x.at(-1)], y: [0, 1.5 * densityTop([p])], yTicks: 2 });
  panel.area("p", x, p, { ink: "p" });
  panel.line("p", x, p, { ink: "p", thin: true });
  if (q.length > 0) {
    panel.area("q", x, q, { ink: "q" });
    panel.line("q", x, q, { ink: "q" });
  }
  if (run.frame) panel.rug("samples", run.frame.samples, { ink: "q" });
  const { em } = panel;
  panel.text("name", name, { class: `note ink-${ink}`, x: panel.left + 0.3 * em, y: panel.top - 0.1 * em, "text-anchor": "start" });
  const js = Number(run.frame?.numbers.js);
  panel.text("js", Number.isFinite(js) ? `JS ${js.toPrecision(3)}` : run.frame?.state ?? "", {
    class: "note ink-text", x: panel.right, y: panel.top - 0.1 * em, "text-anchor": "end",
  });
}

function drawRemedyHistories(panel, runs, view) {
  const shown = slots.filter((slot) => runs[slot]?.history.newest);
  const steps = Math.max(commonSettings.steps / 10, ...shown.map((slot) => runs[slot].history.newest.step));
  const seen = shown.flatMap((slot) => runs[slot].history.rows.items.map(({ js }) => js)).filter((js) => js > 0);
  const least = Math.max(0.0001, Math.min(0.05, 0.7 * (d3.min(seen) ?? 1)));
  const ticks = [0.0001, 0.001, 0.01, 0.1, 0.5].filter((tick) => tick >= least);
  panel.axes({
    x: [0, steps], y: [least, 0.75], yLog: true, yTicks: ticks, yFormat: String, xLabel: "step of the generator", title: "JS(P,Q)",
  });
  shown.forEach((slot) => {
    const { items } = runs[slot].history.rows;
    const values = items.map(({ js }) => (js > 0 ? Math.max(least, js) : NaN));
    const ink = slotInks[slots.indexOf(slot)];
    panel.line(slot, items.map(({ step }) => step), values, { ink, label: view.state[slot], thin: true });
  });
}

export { remedies };
