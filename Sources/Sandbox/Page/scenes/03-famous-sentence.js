// The famous sentence about the non-saturating loss: what is equal to what, by value and by slope, along one parameter of Q.

import { rowOf, rowsOf } from "../lib/api.js";
import { windowOf } from "../lib/density-control.js";
import { parameterOf, withParameter } from "../lib/density-text.js";
import { rounded } from "../lib/handle.js";
import { densityTop } from "../lib/ranges.js";
import { steps } from "../lib/recorded.js";
import { verdictOf } from "../lib/verdict.js";

const readings = [
  { curve: "frozen", column: "frozen", ink: "accent", label: "loss, D* frozen" },
  { curve: "kl_minus_2js", column: "kl_minus_2js_shifted", ink: "learned", label: "KL − 2 JS, halved", dashed: true },
  { curve: "resolved", column: "resolved", ink: "pink", label: "loss, D* anew" },
  { curve: "kl_minus_4js", column: "kl_minus_4js_shifted", ink: "gold", label: "KL − 2 JS, lecture’s" },
];
// The slopes as sides of the claim's readings.
const slopes = [
  ["by gradient with D* frozen, halved JS", "lhs", "Slope of the loss, $D^*$ frozen"],
  ["by gradient with D* frozen, halved JS", "rhs", "Slope of $\\mathrm{KL}-2\\,\\mathrm{JS}$, halved"],
  ["by gradient with D* solved anew, halved JS", "lhs", "Slope of the loss, $D^*$ anew"],
  ["by gradient with D* frozen, the lecture's JS", "rhs", "Slope of the lecture’s $\\mathrm{KL}-2\\,\\mathrm{JS}$"],
  ["by value, halved JS", "lhs", "The loss"], ["by value, halved JS", "rhs", "$\\mathrm{KL}-2\\,\\mathrm{JS}$, halved"],
];

const famousSentence = {
  id: "famous-sentence",
  title: "The famous sentence",
  claim: "For a fixed optimal discriminator the generator’s loss $\\mathbb E[-\\log D^*(G(z))]$ is said to equal "
    + "$\\mathrm{KL}(Q\\Vert P)-2\\,\\mathrm{JS}(P,Q)$.",
  thumbnail: [
    { ink: "accent", d: "M14 22C40 74 96 74 146 16" }, { ink: "learned", d: "M14 14C44 76 92 76 146 30", dashed: true },
    { ink: "pink", d: "M30 12C52 70 76 78 138 12" }, { ink: "gold", d: "M14 40C44 66 92 76 146 50" },
  ],
  controls: [
    { kind: "density", name: "p", label: "Data $P$", value: "normal(0,1)" },
    { kind: "density", name: "q", label: "Generator $Q_\\theta$ at $\\theta_0$, one family", value: "normal(1,2)" },
    { kind: "choice", name: "parameter", label: "$\\theta$ is its", value: "mean", options: [] },
    {
      kind: "choice", name: "span", label: "Range of $\\theta$", value: "wide",
      options: [{ value: "wide", text: "wide" }, { value: "near", text: "near $\\theta_0$" }],
    },
  ],
  presets: [
    { name: "A mean that is off", state: {} },
    { name: "A width that is off", state: { parameter: "sd", q: "normal(0,2)" } },
    { name: "Between two modes", state: { p: "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", q: "normal(0.5,1)" } },
    { name: "On one mode", state: { p: "0.7*normal(-2,0.7)+0.3*normal(2,0.7)", q: "normal(2,0.8)" } },
    { name: "At the solution", state: { p: "normal(0,1)", q: "normal(0,1)" } },
  ],
  guess: {
    question: "Which curve has, at $\\theta_0$, the slope that the generator descends?",
    choices: [
      { value: "halved", text: "$\\mathrm{KL}-2\\,\\mathrm{JS}$, JS halved" },
      { value: "lecture", text: "the lecture’s $\\mathrm{KL}-2\\,\\mathrm{JS}$" },
      { value: "anew", text: "the loss with $D^*$ solved anew" }, { value: "all", text: "all of them" },
    ],
    // From the verdicts of the library.
    right({ claim, sentence }) {
      const find = reader(rowsOf(claim, "verify"), sentence);
      const holds = (reading) => find(reading)?.verdict === "holds";
      const right = [
        holds("by gradient with D* frozen, halved JS") && "halved", holds("by gradient with D* frozen, the lecture's JS") && "lecture",
        holds("by gradient with D* solved anew, halved JS") && "anew",
      ].filter(Boolean);
      return right.length > 1 ? "all" : (right[0] ?? null);
    },
  },
  hint: "Drag the bead below the curves: θ₀ moves, and the loss is frozen there. Short lines show the slopes at θ₀. Both curves of "
    + "KL(Q‖P) − 2 JS are shifted so that they touch the loss there.",
  recorded: { around: steps(-3, 3, 0.5).map((mean) => ({ q: `normal(${mean},2)` })) },
  takes: "claim",


  requests({ p, q, parameter, span }, held, { controls }) {
    const density = controls.q.density;
    const names = density.components[0]?.parameters.map(({ name }) => name) ?? [];
    const known = names.length === 0 || names.includes(parameter) ? parameter : names[0];
    const [from, to] = span === "near" ? [] : wideRange(controls, known);
    const [lower, upper] = windowOf([controls.p, controls.q]);
    return {
      sentence: { route: "sentence", parameters: { p, q, parameter: known, from, to, points: 81 } },
      curves: { route: "curves", parameters: { p, q, points: 201, from: lower, to: upper } },
      claim: { route: "verify", parameters: { claim: "A4", p, q } },
    };
  },

  draw({ sentence, curves }, view) {
    const { densities, losses } = view.picture.rows({ densities: { share: 1 }, losses: { share: 2.6, below: 1 } });
    const { x, p, q } = curves.curves.curves;
    densities.axes({ x: [x[0], x[x.length - 1]], y: [0, densityTop([p, q])], yTicks: 2, keepX: false });
    densities.area("p", x, p, { ink: "p" });
    densities.area("q", x, q, { ink: "q" });
    densities.line("p", x, p, { ink: "p", label: "p" });
    densities.line("q", x, q, { ink: "q", label: "q" });
    const series = sentence.curves.sentence;
    const { theta } = series;
    const here = sentence.theta;
    losses.axes({ x: [theta[0], theta[theta.length - 1]], y: lossRange(series, sentence), xLabel: `θ, the ${sentence.parameter} of Q` });
    losses.rule("here", { x: here });
    for (const { column, ink, label, dashed } of readings) losses.line(column, theta, series[column], { ink, label, dashed });
    drawSlopes(losses, sentence);
    drawHandle(losses, sentence, view);
    const parameters = view.controls.q.density.components[0]?.parameters ?? [];
    view.controls.parameter.setOptions(parameters.map(({ name }) => ({ value: name, text: name })));
    view.controls.parameter.show(sentence.parameter);
  },

  numbers({ claim, sentence }) {
    const rows = rowsOf(claim, "verify");
    const find = reader(rows, sentence);
    return slopes.map(([reading, column, label]) => {
      const row = find(reading);
      return row ? { label, text: row[column], table: "verify", row: rows.indexOf(row), column, command: claim.command } : null;
    });
  },

  verdict({ claim, sentence }) {
    const row = reader(rowsOf(claim, "verify"), sentence);
    return [
      verdictOf(row("by value, halved JS"), "equal by value, JS halved"),
      verdictOf(row("by gradient with D* frozen, halved JS"), "equal by slope with $D^*$ frozen, JS halved"),
      verdictOf(row("by gradient with D* frozen, the lecture's JS"), "equal by slope with $D^*$ frozen, JS as the lecture defines it"),
      verdictOf(row("by gradient with D* solved anew, halved JS"), "equal by slope when $D^*$ is solved anew"),
    ];
  },
};

// Finds the row of a reading of claim A4; gradients have one for each parameter, named in its note.
function reader(rows, { parameter }) {
  const isOf = ({ note }) => !note.startsWith("∂/∂") || note.startsWith(`∂/∂${parameter}:`);
  return (reading) => rows.find((row) => row.reading === reading && isOf(row));
}

// θ over where P has mass; a width from a tenth of P's spread to its whole.
function wideRange({ p, q }, name) {
  const [low, high] = p.density.range ?? [];
  const parameter = q.density.components[0] && parameterOf(q.density.components[0], name);
  if (low === undefined || !parameter) return [];
  const here = Number(parameter.text);
  const spread = high - low;
  const isPositive = parameter.domain === "positive";
  const from = isPositive ? Math.min(spread / 20, here / 2) : Math.min(low, here - spread / 10);
  const to = isPositive ? Math.max(spread / 2, here * 1.5) : Math.max(high, here + spread / 10);
  return [from, to].map((end) => Number(end.toPrecision(3)));
}

// From below the lowest curve to as far above θ₀ as to see where they part.
function lossRange(series, sentence) {
  const values = readings.flatMap(({ column }) => series[column].filter(Number.isFinite));
  const [low, high] = [d3.min(values), d3.max(values)];
  const touching = Number(rowOf(sentence, "slopes", "frozen")?.value);
  const reachable = Math.max(d3.quantile([...values].sort(d3.ascending), 0.75), touching + 0.6 * (touching - low), low + 0.5);
  return [low - 0.06 * (reachable - low), Math.min(high, reachable) + 0.05 * (reachable - low)];
}

// A short line through the touching point with each slope.
function drawSlopes(panel, sentence) {
  const touching = Number(rowOf(sentence, "slopes", "frozen")?.value);
  const scale = (panel.right - panel.left) / (panel.x.domain()[1] - panel.x.domain()[0]);
  const heights = (panel.bottom - panel.top) / (panel.y.domain()[1] - panel.y.domain()[0]);
  for (const { curve, ink } of readings) {
    const slope = Number(rowOf(sentence, "slopes", curve)?.slope);
    if (!Number.isFinite(slope) || !Number.isFinite(touching)) continue;
    const half = (7 * panel.em) / Math.hypot(scale, slope * heights);
    const xs = [sentence.theta - half, sentence.theta + half];
    panel.line(`slope ${curve}`, xs, [touching - half * slope, touching + half * slope], { ink, thin: true });
  }
  panel.dot("touching", sentence.theta, touching, { ink: "accent" });
}

function drawHandle(panel, sentence, view) {
  const { density } = view.controls.q;
  if (density.components.length !== 1) return;
  const at = () => Number(parameterOf(density.components[0], sentence.parameter)?.text);
  const moved = (theta) => {
    const text = rounded(panel, theta);
    if (parameterOf(density.components[0], sentence.parameter).domain === "positive" && !(Number(text) > 0)) return;
    density.setComponents(withParameter(density.components, 0, sentence.parameter, text));
  };
  panel.handle("theta", {
    x: at(), row: 0, ink: "accent", label: `θ₀, the ${sentence.parameter} of Q`, value: at(), moves: true, moved,
    by: (dx, dy, step) => moved(at() + (dx + dy) * step), released: () => density.released(),
  });
}

export { famousSentence };
