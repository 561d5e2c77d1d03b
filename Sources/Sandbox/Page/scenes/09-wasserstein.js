// Wasserstein: two densities are pulled apart; JS goes flat, W1 stays a line, and with them the gradients that a generator gets.

import { rowsOf } from "../lib/api.js";
import { windowOf } from "../lib/density-control.js";
import { measured } from "../lib/numbers.js";
import { densityTop, reach } from "../lib/ranges.js";
import { steps } from "../lib/recorded.js";
import { bell } from "../lib/thumbnails.js";
import { verdictOf } from "../lib/verdict.js";

const farthest = 12;

const wasserstein = {
  id: "wasserstein",
  title: "Wasserstein",
  claim: "Where data and samples do not overlap, $\\mathrm{JS}$ is flat at $\\log 2$ and $D^*$ gives no direction; the distance $W_1$ "
    + "falls steadily, and its critic has a slope of size $1$ at every sample.",
  thumbnail: [
    { ink: "p", d: bell(36, 9, 34, 84), filled: true }, { ink: "q", d: bell(120, 9, 34, 84), filled: true },
    { ink: "wine", d: "M10 78C30 20 34 18 60 18H150" }, { ink: "gold", d: "M10 78L150 12" },
  ],
  controls: [
    { kind: "slider", name: "shift", label: "$Q$ is moved by", value: "4", min: 0, max: farthest, step: 0.05, moves: true },
    { kind: "density", name: "p", label: "Data $P$", value: "normal(0,1)" },
    { kind: "density", name: "q", label: "Generator $Q$, before it is moved", value: "normal(0,1)" },
  ],
  presets: [
    { name: "Far apart", state: { shift: "8" } },
    { name: "Touching", state: {} },
    { name: "Point-like", state: { p: "uniform(0,0.05)", q: "uniform(0,0.05)", shift: "3" } },
    { name: "Heavy tails", state: { p: "studentT(2,0,1)", q: "studentT(2,0,1)", shift: "6" } },
    { name: "Two modes, one missed", state: { p: "0.5*normal(-4,0.6)+0.5*normal(4,0.6)", q: "normal(-4,0.6)", shift: "0" } },
  ],
  guess: {
    question: "From here, which gives the generator more to go by at its samples?",
    choices: [
      { value: "critic", text: "the critic of $W_1$" }, { value: "saturating", text: "$\\log(1-D^*)$" },
      { value: "even", text: "about the same" },
    ],
    // Compares the two mean slopes of the server's table.
    right({ distances }) {
      const slope = (name) => Number(rowsOf(distances, "distances").find(({ quantity }) => quantity === name)?.value);
      const [critic, saturating] = [slope("gradient_wasserstein"), slope("gradient_saturating")];
      if (![critic, saturating].every(Number.isFinite)) return null;
      if (Math.abs(critic - saturating) < 0.1 * Math.max(critic, saturating)) return "even";
      return critic > saturating ? "critic" : "saturating";
    },
  },
  recorded: { around: steps(0, farthest, 1).map((shift) => ({ shift })) },
  takes: "distances",
  size: { tall: 62 },

  // One axis for all shifts, so that Q is seen to move.
  requests({ p, q, shift }, held, { controls }) {
    const [from, to] = windowOf([controls.p, controls.q]);
    const moved = Number(shift) === 0 ? q : `affine(${q},${shift},1)`;
    return {
      curves: { route: "wasserstein", parameters: { p, q: moved, points: 301, from, to: to === undefined ? to : to + farthest } },
      distances: { route: "distances", parameters: { p, q: moved } },
      separation: { route: "separation", parameters: { p, q, from: 0, to: farthest, points: 61 } },
      limit: { route: "verify", parameters: { claim: "C12", p, q: moved }, atRest: true },
      dual: { route: "verify", parameters: { claim: "F2", p, q: moved }, atRest: true },
    };
  },


  draw({ curves, separation }, view) {
    const { picture } = view;
    const isWide = !picture.isNarrow;
    const left = picture.rows(
      { densities: { share: 1.5 }, optimum: { share: 1 }, critic: { share: 1 } }, { width: isWide ? 0.57 : 1, height: isWide ? 1 : 0.55 },
    );
    const right = picture.rows(
      { js: { share: 1, right: 6.2 }, w1: { share: 1, right: 6.2 }, slopes: { share: 1, right: 6.2 } },
      isWide ? { left: 0.59, width: 0.41 } : { top: 0.55, height: 0.45 },
    );
    drawMoved(left, curves.curves.wasserstein);
    drawDistances(right, separation.curves.separation, Number(view.state.shift));
  },

  numbers({ distances }) {
    const labels = {
      js: "$\\mathrm{JS}(P,Q)$", w1: "$W_1(P,Q)$", kl_pq: "$\\mathrm{KL}(P\\Vert Q)$", tv: "$\\mathrm{TV}(P,Q)$",
      gradient_saturating: "Mean slope of $\\log(1-D^*)$", gradient_non_saturating: "Mean slope of $-\\log D^*$",
      gradient_wasserstein: "Mean slope of the critic",
    };
    return Object.entries(labels).map(([name, label]) => measured(distances, "distances", name, label));
  },

  verdict({ limit, dual }) {
    if (!limit || !dual) return [{ mark: "open", text: "Checking…" }];
    const row = (answer, start) => rowsOf(answer, "verify").find(({ reading }) => reading.startsWith(start));
    return [
      verdictOf(row(limit, "JS ≤ log 2"), "$\\mathrm{JS}\\le\\log 2$"),
      verdictOf(row(limit, "only without overlap"), "$\\mathrm{JS}$ reaches $\\log 2$ only without overlap"),
      verdictOf(row(dual, "the critic with"), "the critic with slope $\\mathrm{sign}(G-F)$ sees all of $W_1$"),
      verdictOf(row(dual, "no critic sees more"), "no critic with slopes up to $1$ that was tried sees more"),
    ];
  },
};

function drawMoved({ densities, optimum, critic }, { x, p, q, d_star: best, critic: values }) {
  const domain = [x[0], x[x.length - 1]];
  densities.axes({ x: domain, y: [0, densityTop([p, q])], yTicks: 2 });
  for (const [name, ys] of [["p", p], ["q", q]]) {
    densities.area(name, x, ys, { ink: name });
    densities.line(name, x, ys, { ink: name, label: name });
  }
  optimum.axes({ x: domain, y: [0, 1], yTicks: [0, 0.5, 1] });
  optimum.line("optimum", x, best, { ink: "optimal", label: "D*" });
  critic.axes({ x: domain, y: reach([values]), yTicks: 2 });
  critic.line("critic", x, values, { ink: "gold", label: "the critic of W₁" });
}

function drawDistances({ js, w1, slopes }, series, shift) {
  const { shift: shifts } = series;
  const domain = [0, farthest];
  const panels = [
    [js, [["JS", "js", "wine"]], [0, 0.8]],
    [w1, [["W₁", "w1", "gold"]], reach([series.w1])],
    [slopes, [
      ["−log D*", "gradient_non_saturating", "pink"], ["critic", "gradient_wasserstein", "gold"],
      ["log(1−D*)", "gradient_saturating", "wine"],
    ], [0, 2.2]],
  ];
  for (const [panel, curves, y] of panels) {
    const isLast = panel === slopes;
    panel.axes({ x: domain, y, yTicks: 2, xLabel: isLast ? "Q moved by" : "", title: isLast ? "mean slope at a sample of Q" : "" });
    panel.rule("here", { x: shift });
    for (const [label, column, ink] of curves) {
      panel.line(column, shifts, series[column], { ink, label, where: "right" });
    }
  }
  js.rule("limit", { y: Math.LN2, label: "log 2", align: "left" });
}

export { wasserstein };
