// Scene 2: a normal over a histogram of data. Its likelihood and its divergence move together.

import { rowOf } from "../lib/api.js";
import { verdictsOf } from "../lib/claims.js";
import { rounded } from "../lib/handle.js";
import { measured } from "../lib/numbers.js";
import { bell } from "../lib/thumbnails.js";

const waiting = "Examples/data/old-faithful.csv:waiting";
const eruptions = "Examples/data/old-faithful.csv:eruptions";

const likelihood = {
  id: "likelihood",
  title: "Likelihood",
  claim: "To raise the likelihood of the data is to lower $\\mathrm{KL}(P\\Vert Q)$: maximum likelihood is a fit in this divergence.",
  thumbnail: [
    { ink: "p", d: "M30 80V62H46V40H62V54H78V66H94V36H110V22H126V58H142V80Z", filled: true }, { ink: "q", d: bell(86, 30, 50) },
  ],
  hint: "Drag the bead to move $Q$ and the ring to widen it. Below, the loss over the mean and over the deviation, and the divergence, lifted to meet it.",
  presets: [
    { name: "The best normal", state: {} },
    { name: "Too narrow", state: { sd: "5" } },
    { name: "On one of two modes", state: { mean: "80", sd: "6" } },
    { name: "Too wide", state: { sd: "30" } },
    { name: "Lengths of eruptions", state: { target: eruptions, mean: "3.49", sd: "1.14" } },
  ],
  controls: [
    {
      name: "target", kind: "choice", label: "Data $P$", value: waiting,
      options: [{ value: waiting, text: "minutes between eruptions" }, { value: eruptions, text: "minutes of an eruption" }],
    },
    { name: "mean", kind: "number", label: "Mean of $Q$", value: "70.9" },
    { name: "sd", kind: "number", label: "Standard deviation of $Q$", value: "13.57" },
  ],
  // Other data lie elsewhere.
  adjust: (state, name) => (name !== "target" ? {} : state.target === waiting ? { mean: "70.9", sd: "13.57" } : { mean: "3.49", sd: "1.14" }),
  takes: "divergence",
  guess: {
    question: "The mean moves away from the data, and the loss rises. What does $\\mathrm{KL}(P\\Vert Q)$ do?",
    choices: [
      { value: "same", text: "it rises by as much" },
      { value: "less", text: "it rises, but by less" },
      { value: "falls", text: "it falls" },
    ],
    right: () => "same",
  },

  requests({ target, mean, sd }) {
    const [p, q] = [`kde(${target})`, `normal(${mean},${sd})`];
    return {
      likelihood: { route: "likelihood", parameters: { target, mean, sd } },
      divergence: { route: "compare", parameters: { p, q }, atRest: true },
      claim: { route: "verify", parameters: { claim: "E5", p, q }, atRest: true },
    };
  },

  draw({ likelihood: answer }, view) {
    const { picture } = view;
    const { em } = picture;
    const { histogram, model, over_mean: overMean, over_sd: overDeviation } = answer.curves;
    const [mean, sd] = [Number(view.state.mean), Number(view.state.sd)];
    const isWide = picture.width > 36 * em;
    const height = picture.height * 0.52 - 6 * em;
    const data = picture.panel("data", { left: 0, width: picture.width, top: 1.3 * em, height });
    const domain = [model.x[0], model.x.at(-1)];
    data.axes({ x: domain, y: [0, 1.15 * Math.max(...histogram.density, ...model.kde)] });
    data.bars("histogram", histogram.left, histogram.right, histogram.density, { ink: "p" });
    data.line("kde", model.x, model.kde, { ink: "p", label: "data P" });
    data.area("q", model.x, model.q, { ink: "q" });
    data.line("q", model.x, model.q, { ink: "q", label: "Q" });
    drawNormalHandles(data, view, mean, sd);

    const top = 1.3 * em + height + 6.2 * em;
    const width = isWide ? picture.width / 2 : picture.width;
    const rest = picture.height - top - 2.6 * em;
    const share = isWide ? rest : (rest - 4 * em) / 2;
    const lift = Number(rowOf(answer, "likelihood", "entropy_term").value);
    const now = Number(rowOf(answer, "likelihood", "negative_log_likelihood").value);
    const ceiling = now + Math.max(0.4, 1.5 * (now - Math.min(...overMean.negative_log_likelihood, ...overDeviation.negative_log_likelihood)));
    const floor = Math.min(...overMean.negative_log_likelihood, ...overDeviation.negative_log_likelihood);
    const ends = [floor - 0.12 * (ceiling - floor), ceiling];
    const panels = [
      ["over-mean", overMean.mean, overMean, mean, "mean of Q", { left: 0, top }],
      ["over-sd", overDeviation.sd, overDeviation, sd, "standard deviation of Q", isWide ? { left: width, top } : { left: 0, top: top + share + 4 * em }],
    ];
    for (const [name, xs, curves, at, xLabel, place] of panels) {
      const panel = picture.panel(name, { ...place, width, height: share });
      panel.axes({ x: [xs[0], xs.at(-1)], y: ends, xLabel, title: name === "over-mean" || !isWide ? "−log likelihood per datum" : "" });
      panel.line("divergence", xs, curves.kl.map((value) => value + lift), { ink: "accent", dashed: true, label: "KL(P‖Q) + constant" });
      panel.line("loss", xs, curves.negative_log_likelihood, { ink: "optimal", label: "−log likelihood" });
      panel.dot("now", at, now, { ink: "q" });
    }
  },

  numbers({ likelihood: answer, divergence }) {
    const number = (key, label, more = false) => measured(answer, "likelihood", key, label, { more });
    return [
      number("negative_log_likelihood", "$-\\log$ likelihood per datum"),
      measured(divergence, "compare", "kl_pq", "$\\mathrm{KL}(P\\Vert Q)$"),
      number("entropy_term", "their difference"),
      number("best_negative_log_likelihood", "least $-\\log$ likelihood"),
      number("best_mean", "its mean", true),
      number("best_sd", "its deviation", true),
    ];
  },

  verdict({ claim }) {
    if (!claim) return [{ mark: "open", text: "Checking…" }];
    return verdictsOf(claim, [
      ["E_P[−log q] = h(P) + KL(P‖Q)", "$E_P[-\\log q]=h(P)+\\mathrm{KL}(P\\Vert Q)$: the two differ by a constant of the data"],
      ["h(P) is the least", "no $Q$ has a smaller expected loss than the entropy $h(P)$"],
      ["the likelihood loss is the divergence", "the loss itself is the divergence"],
    ]);
  },
};

function drawNormalHandles(panel, view, mean, sd) {
  const moveTo = (x) => view.change("mean", rounded(panel, x));
  const widenTo = (x) => {
    const text = rounded(panel, Math.abs(x - mean));
    if (Number(text) > 0) view.change("sd", text);
  };
  const common = { row: 0, ink: "q" };
  panel.handle("sd", {
    ...common, x: mean + sd, shape: "ring", label: "Standard deviation of Q", value: sd, moved: widenTo,
    by: (dx, dy, step) => widenTo(mean + Math.max(step, sd + dx * step)),
  });
  panel.handle("mean", {
    ...common, x: mean, weight: 1.1, label: "Mean of Q", value: mean, moves: true, moved: moveTo, by: (dx, dy, step) => moveTo(mean + dx * step),
  });
}

export { likelihood };
