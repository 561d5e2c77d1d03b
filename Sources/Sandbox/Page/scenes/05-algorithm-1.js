// Algorithm 1, live: a GAN that is really trained, against the exact D* of the generator that it has at each step.

import { grouped, Transport } from "../lib/transport.js";
import { bell } from "../lib/thumbnails.js";
import { Training } from "../lib/training.js";
import { drawTraining } from "../lib/training-picture.js";

const settings = [
  "objective", "learning-rate", "discriminator-learning-rate", "discriminator-steps", "penalty", "batch", "width", "activation",
  "optimizer", "seed",
];
const twoModes = "0.5*normal(-2,0.5)+0.5*normal(2,0.5)";
const twoClimates = "0.5*normal(-50,8)+0.5*normal(22,6)";
// How many steps the guess looks ahead.
const guessedSteps = 2000;

const options = (...values) => values.map((value) => ({ value, text: value }));
const group = "Settings";
const setting = (name, label, ...values) => {
  return { kind: "choice", name, label, value: "", options: options(...values), isSelect: true, group };
};
const rate = (name, label) => ({ kind: "slider", name, label, value: "", min: 1e-5, max: 0.1, logarithmic: true, group });

const algorithmOne = {
  id: "algorithm-1",
  title: "Algorithm 1, live",
  live: true,
  size: { reserve: 10, tall: 70 },
  // A copy replays the one run that it holds.
  recorded: { free: ["gradient"] },
  claim: "Let the discriminator take $k$ gradient steps and the generator one, again and again: $D$ is to stay near $D^*$ while $q$ "
    + "moves to $p$.",
  thumbnail: [
    { ink: "p", d: bell(46, 13, 40, 60), filled: true }, { ink: "p", d: bell(112, 13, 40, 60), filled: true },
    { ink: "q", d: bell(54, 17, 34, 60) },
    { ink: "q", d: bell(108, 11, 26, 60) }, { ink: "learned", d: "M8 80C28 64 46 82 64 74S88 66 104 76 136 66 152 72" },
  ],
  controls: [
    { kind: "density", name: "p", label: "Data $P$", value: twoModes },
    {
      kind: "choice", name: "pace", label: "Steps a second", value: "1000",
      options: [{ value: "10", text: "10" }, { value: "100", text: "100" }, { value: "1000", text: "1000" },
        { value: "0", text: "all it can" }],
    },
    {
      kind: "choice", name: "gradient", label: "Gradient of the loss", value: "non_saturating",
      options: [{ value: "non_saturating", text: "$-\\log D$" }, { value: "saturating", text: "$\\log(1-D)$" }],
    },
    {
      kind: "choice", name: "players", label: "Weights that are shown", value: "current",
      options: [{ value: "current", text: "current" }, { value: "average", text: "running average" }],
    },
    setting("objective", "Objective", "non-saturating", "minimax", "least-squares", "hinge", "wasserstein", "f-kl", "f-reverse-kl",
      "f-pearson", "f-js"),
    rate("learning-rate", "Learning rate of $G$"),
    rate("discriminator-learning-rate", "Learning rate of $D$"),
    { kind: "slider", name: "discriminator-steps", label: "Steps of $D$ for one of $G$, $k$", value: "", min: 1, max: 10, step: 1, group },
    setting("penalty", "Penalty on $D$", "none", "r1(0.1)", "r1(1)", "gradient(1)", "gradient(10)", "clipping(0.01)", "clipping(0.1)",
      "spectral"),
    setting("batch", "Minibatch", "32", "64", "128", "256", "512"),
    setting("width", "Width of the networks", "4", "8", "16", "32", "64"),
    setting("activation", "Activation", "tanh", "relu", "leaky-relu(0.2)", "softplus", "sigmoid"),
    setting("optimizer", "Optimiser", "adam", "sgd", "momentum", "rmsprop", "optimistic-adam", "optimistic-sgd"),
    { kind: "number", name: "seed", label: "Seed", value: "", group },
  ],
  // Settings of a study by its name, and a fixed Q against which D alone learns.
  state: { preset: "", q: "" },
  presets: [
    { name: "Two modes", state: {} },
    { name: "Without a penalty", state: { penalty: "none", "discriminator-learning-rate": "0.001", "learning-rate": "0.001" } },
    { name: "It flees from mode to mode", state: { p: twoClimates, preset: "cycling", pace: "100" } },
    { name: "The same, cured", state: { p: twoClimates, preset: "cured" } },
    { name: "Minimax", state: { objective: "minimax" } },
    { name: "Only D learns", state: { p: "normal(0,1)", q: "normal(1,2)" } },
  ],
  guess: {
    question: `In ${grouped(guessedSteps)} steps from now, will $\\mathrm{JS}(P,Q)$ be lower or higher?`,
    choices: [{ value: "lower", text: "lower" }, { value: "higher", text: "higher" }],
    // Compares two records of the run.
    right({ frame }, view) {
      const guessed = view.guessed();
      if (guessed === null || !frame) {
        view.bet = null;
        return null;
      }
      view.bet ??= { step: frame.step, js: Number(frame.numbers.js) };
      if (frame.step < view.bet.step) view.bet = { step: frame.step, js: Number(frame.numbers.js) };
      if (frame.step >= view.bet.step + guessedSteps) view.bet.right ??= Number(frame.numbers.js) < view.bet.js ? "lower" : "higher";
      return view.bet.right ?? null;
    },
  },
  hint: "Everything but the networks is exact: q is the density of the generator as it is at this step, and D* the best discriminator "
    + "against it.",

  build(view) {
    view.transport = new Transport({
      ask: (command, parameters) => view.training?.ask(command, parameters),
      reseed: () => view.change("seed", String((Number(view.state.seed || view.training?.start?.settings.seed || 1) % 999) + 1)),
      looked: () => present(view),
    });
    return view.transport.element;
  },

  open(view) {
    view.memory = {};
    view.training = new Training({
      changed: () => present(view),
      said: (sentence) => view.notice(sentence),
      refused: (error) => view.refuse(error),
      lost: (isLost) => view.lose(isLost),
    });
    begin(view);
  },

  close(view) {
    view.training.close();
  },

  // `name` is what changed, or null where a preset changed everything.
  changed(view, name) {
    const { state, training } = view;
    if (name === "gradient") present(view);
    else if (name === "pace") training.ask("rate", { value: state.pace });
    else if (name === "players") training.ask("players", { value: state.players });
    else if (settings.includes(name) && training.run) training.ask("set", { name, value: state[name] });
    else begin(view);
  },

  draw(answers, view) {
    drawTraining(answers, view.picture, view.state, view.memory);
  },

  numbers({ frame, past, start }) {
    const { numbers } = past ?? frame;
    const row = (name, label, error) => ({
      label, text: numbers[name], error: error && numbers[error], reason: reasonOf(numbers.reason, name), table: "frame", row: 0,
      column: name,
      status: Number.isFinite(Number(numbers[name])) ? "finite" : "infinite", command: start.command,
    });
    return [
      row("js", "$\\mathrm{JS}(P,Q)$", "js_error"), row("gap", "$V(D^*)-V(D)$", "gap_error"), row("value", "$V(D)$"),
      row("value_optimal", "$V(D^*)$"),
      row("kl_pq", "$\\mathrm{KL}(P\\Vert Q)$"), row("kl_qp", "$\\mathrm{KL}(Q\\Vert P)$"), row("discriminator_loss", "Loss of $D$"),
      row("generator_loss", "Loss of $G$"),
    ];
  },

  verdict({ frame, past }, view) {
    const { step, numbers } = past ?? frame;
    const isOpen = view.bet && !view.bet.right;
    return [
      ...(isOpen ? [{ mark: "open", text: `Your guess is settled at step ${grouped(view.bet.step + guessedSteps)}.` }] : []),
      {
        mark: "plain",
        text: `At step ${grouped(step)} the learned $D$ is ${shortened(numbers.gap)} short of the best one against this generator.`,
      },
      { mark: "plain", text: `The generator is ${shortened(numbers.js)} from the data in $\\mathrm{JS}$, of at most $\\log 2$.` },
    ];
  },

  // The past that is drawn, as a table with the numbers' own digits.
  csv({ history }) {
    const names = ["step", ...Object.keys(history.newest.numbers).filter((name) => name !== "reason")];
    const row = ({ step, numbers }) => names.map((name) => (name === "step" ? step : numbers[name])).join(",");
    return `${[names.join(","), ...history.frames.with(history.newest).map(row)].join("\n")}\n`;
  },
};

function begin(view) {
  const { state } = view;
  const given = Object.fromEntries(settings.filter((name) => state[name] !== "").map((name) => [name, state[name]]));
  view.memory = {};
  view.transport.leavePast();
  view.training.open({ p: state.p, q: state.q, preset: state.preset, players: state.players, rate: state.pace, ...given });
}

function present(view) {
  const { training, transport, controls, state } = view;
  const { start, frame, history } = training;
  if (!frame) return;
  // A setting that was not chosen shows what the training has.
  for (const name of settings) {
    controls[name].fallback = start.settings[name];
    if (state[name] === "") controls[name].show(start.settings[name]);
  }
  transport.show(frame, history.frames.with(history.newest));
  view.show({ frame: { ...frame, command: start.command }, start, history, past: transport.past });
}

// The part of a record's reason that is about one number.
function reasonOf(reason, name) {
  return (reason ?? "").split("; ").find((part) => part.startsWith(`${name}: `))?.slice(name.length + 2) ?? "";
}

// Three digits in a sentence; the table has them all.
function shortened(text) {
  const value = Number(text);
  if (text === "inf") return "infinitely far";
  return Number.isFinite(value) ? value.toPrecision(3) : "an unknown amount";
}

export { algorithmOne };
