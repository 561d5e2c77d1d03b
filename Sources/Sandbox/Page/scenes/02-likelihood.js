// Scene 2: a normal over a histogram of data. Its likelihood and its divergence move together.

import { rowOf } from "../lib/api.js";
import { verdictsOf } from "../lib/claims.js";
import { rounded } from "../lib/handle.js";
import { measured } from "../lib/numbers.js";
import { bell } from "../lib/thumbnails.js";

const faithful = "Examples/data/old-faithful.csv:waiting";

const likelihood = {
  id: "likelihood",
  title: "Likelihood",
  size: { tall: 48 },
  claim: "To raise the likelihood of the data is to lower $\\mathrm{KL}(P\\Vert Q)$: maximum likelihood is a fit in this divergence.",
  thumbnail: [
    { ink: "p", d: "M30 80V62H46V40H62V54H78V66H94V36H110V22H126V58H142V80Z", filled: true }, { ink: "q", d: bell(86, 30, 50) },
  ],
  hint: "Drag the bead to move $Q$ and the ring to widen it. Below: the loss over the mean and over the deviation, and the divergence, "
    + "lifted by the entropy of $P$. What stays between them is the variance that the kernel estimate of $P$ adds.",
  presets: [
    { name: "The best normal", state: {} },
    { name: "Too narrow", state: { target: faithful, mean: "70.9", sd: "6" } },
    { name: "On one of two modes", state: { target: faithful, mean: "80", sd: "6" } },
    { name: "Too wide", state: { target: faithful, mean: "70.9", sd: "30" } },
  ],
  controls: [
    { name: "target", kind: "choice", label: "Data", value: "", options: [] },
    { name: "mean", kind: "number", label: "Mean of $Q$", value: "" },
    { name: "sd", kind: "number", label: "Standard deviation of $Q$", value: "" },
  ],
  // Other data lie elsewhere: the best normal is the start.
  adjust: (state, name) => (name === "target" ? { mean: "", sd: "" } : {}),
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
    const about = { route: "about", parameters: {} };
    if (target === "") return { about };
    const whole = { about, likelihood: { route: "likelihood", parameters: { target, mean, sd, bins: 20 } } };
    if (mean === "" || sd === "") return whole;
    const [p, q] = [`kde(${target})`, `normal(${mean},${sd})`];
    return {
      ...whole,
      divergence: { route: "compare", parameters: { p, q }, atRest: true },
      claim: { route: "verify", parameters: { claim: "E5", p, q }, atRest: true },
    };
  },

  draw({ about, likelihood: answer }, view) {
    const { picture } = view;
    offerColumns(about, view);
    if (!answer) return;
    const { em } = picture;
    const { histogram, model, over_mean: overMean, over_sd: overDeviation } = answer.curves;
    const value = (key) => Number(rowOf(answer, "likelihood", key).value);
    startAtBest(view, value);
    const [mean, sd] = [Number(view.state.mean) || value("best_mean"), Number(view.state.sd) || value("best_sd")];
    const isWide = !picture.isNarrow;
    const height = isWide ? picture.height * 0.52 - 6 * em : 13 * em;
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
    const [lift, now] = [value("entropy"), value("negative_log_likelihood")];
    const floor = value("best_negative_log_likelihood");
    const ceiling = floor + Math.max(0.8, 1.4 * (now - floor));
    const ends = [floor - 0.12 * (ceiling - floor), ceiling];
    const beside = isWide ? { left: width, top } : { left: 0, top: top + share + 4 * em };
    const panels = [
      ["over-mean", overMean.mean, overMean, mean, "mean of Q", { left: 0, top }],
      ["over-sd", overDeviation.sd, overDeviation, sd, "standard deviation of Q", beside],
    ];
    for (const [name, xs, curves, at, xLabel, place] of panels) {
      const panel = picture.panel(name, { ...place, width, height: share });
      panel.axes({ x: [xs[0], xs.at(-1)], y: ends, xLabel });
      panel.line("divergence", xs, curves.kl.map((value) => value + lift), { ink: "accent", dashed: true, label: "KL(P‖Q) + entropy" });
      panel.line("loss", xs, curves.negative_log_likelihood, { ink: "optimal", label: "−log likelihood" });
      panel.dot("now", at, now, { ink: "q" });
    }
  },

  numbers({ likelihood: answer, divergence }) {
    // The answer's command repeats the divergence alone; these numbers have none.
    const number = (key, label, more = false) => {
      const found = answer ? measured(answer, "likelihood", key, label, { more }) : null;
      return found && { ...found, command: "" };
    };
    return [
      number("negative_log_likelihood", "$-\\log$ likelihood, mean"),
      measured(divergence, "compare", "kl_pq", "$\\mathrm{KL}(P\\Vert Q)$"),
      number("entropy", "entropy $h(P)$"),
      number("cross_entropy", "$E_P[-\\log q]$"),
      number("best_negative_log_likelihood", "least $-\\log$ likelihood"),
      number("best_mean", "mean of the best normal", true),
      number("best_sd", "its deviation", true),
    ];
  },

  verdict({ about, claim }, { state }) {
    if (state.target === "" && about.data.length === 0) return [{ mark: "open", text: noData }];
    if (!claim) return [{ mark: "open", text: "Checking…" }];
    return verdictsOf(claim, [
      ["E_P[−log q] = h(P) + KL(P‖Q)", "$E_P[-\\log q]=h(P)+\\mathrm{KL}(P\\Vert Q)$: the two differ by a constant of the data"],
      ["h(P) is the least", "no $Q$ has a smaller expected loss than the entropy $h(P)$"],
      ["the likelihood loss is the divergence", "the loss itself is the divergence"],
    ]);
  },
};

const noData = "No data are offered: start divergences sandbox --data FILE:COLUMN, or drop a CSV file on the page.";

// The columns that the server offers; the first one is taken where none is chosen.
function offerColumns(about, view) {
  const columns = about.data.flatMap(({ file, columns: names }) => {
    return names.map((name) => ({ value: `${file}:${name}`, text: `${name} (${file.split("/").at(-1)})` }));
  });
  view.controls.target.setOptions(columns);
  if (view.state.target !== "" || columns.length === 0) return;
  view.change("target", (columns.find(({ value }) => value === faithful) ?? columns[0]).value);
}

// Where the best normal is asked for, its parameters become the state, to three digits.
function startAtBest(view, value) {
  for (const [name, key] of [["mean", "best_mean"], ["sd", "best_sd"]]) {
    if (view.state[name] === "") view.change(name, String(Number(value(key).toPrecision(4))));
  }
}

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
    ...common, x: mean, weight: 1.1, label: "Mean of Q", value: mean, moves: true, moved: moveTo,
    by: (dx, dy, step) => moveTo(mean + dx * step),
  });
}

export { likelihood };
