// Scene 6: the Dirac-GAN, a game of two numbers, in the plane of its parameters.

import { rowsOf } from "../lib/api.js";
import { measured } from "../lib/numbers.js";

const games = [
  ["minimax", "minimax"], ["non-saturating", "non-saturating"], ["wasserstein", "Wasserstein"], ["clipped(1.0)", "Wasserstein, clipped"],
  ["wgan-gp(0.7,1.0)", "WGAN-GP"], ["r1(0.3)", "R1 penalty"], ["r2(0.3)", "R2 penalty"], ["instance-noise(0.7)", "instance noise"],
  ["consensus(1.0)", "consensus"], ["unrolled(5,0.2)", "unrolled"], ["optimistic", "optimistic"], ["extragradient", "extragradient"],
];

const fiveDigits = (text) => Number(text).toPrecision(5);

// How far the plane reaches: the start is always in it, and a path that leaves it is cut off.
const planeReach = (state) => Math.max(2.5, 1.3 * Math.abs(Number(state.theta)), 1.3 * Math.abs(Number(state.psi))) || 2.5;

const dirac = {
  id: "dirac",
  title: "Function space, parameter space",
  size: { tall: 54 },
  thumbnail: [
    { ink: "guide", d: "M10 45H150M84 8V82" },
    { ink: "accent", d: "M132 45C132 8 60 8 60 45S112 78 112 48 74 22 74 45 96 62 96 48 84 38 84 45" },
  ],
  claim: "The game converges in function space. In the space of parameters nothing guarantees it, and the losses can oscillate.",
  hint: "The smallest GAN: the data are a point at 0, the generator a point at $\\theta$, the critic a line of slope $\\psi$. Drag the "
    + "start of the path.",
  presets: [
    { name: "Minimax spirals out", state: {} },
    { name: "In turn: round and round", state: { updates: "alternating" } },
    { name: "A penalty damps it", state: { game: "r1(0.3)" } },
    { name: "Looking ahead damps it", state: { game: "extragradient" } },
    { name: "Clipping: along the walls", state: { game: "clipped(1.0)", steps: "1000" } },
    { name: "WGAN-GP never rests", state: { game: "wgan-gp(0.7,1.0)" } },
  ],
  controls: [
    { name: "game", kind: "choice", label: "Game", value: "minimax", options: games.map(([value, text]) => ({ value, text })) },
    {
      name: "updates", kind: "choice", label: "The players step", value: "simultaneous",
      options: [{ value: "simultaneous", text: "at once" }, { value: "alternating", text: "in turn" }],
    },
    { name: "rate", kind: "slider", label: "Size of a step $h$", value: "0.2", min: 0.01, max: 2, step: 0.01 },
    { name: "steps", kind: "slider", label: "Steps", value: "500", min: 10, max: 2000, step: 10 },
  ],
  state: { theta: "1", psi: "1" },
  requests(state) {
    const { game, updates, rate, steps, theta, psi } = state;
    return {
      path: { route: "dirac", parameters: { game, updates, rate, steps, theta, psi } },
      eigenvalues: { route: "eigenvalues", parameters: { game, rate } },
      field: { route: "field", parameters: { game, range: planeReach(state), points: 15 } },
    };
  },
  recorded: {
    around: games.flatMap(([game]) => ["simultaneous", "alternating"].flatMap((updates) => {
      return ["0.2", "1"].map((rate) => ({ game, updates, rate }));
    })),
  },
  numbers({ path, eigenvalues }, { state }) {
    const last = path.tables.dirac?.rows.at(-1)?.[0];
    const end = (column, label, more = false) => measured(path, "dirac", last, label, { column, more });
    const played = eigenvalues.tables.eigenvalues.rows[0][0];
    const linear = (column, label, more = false) => measured(eigenvalues, "eigenvalues", played, label, { column, more });
    return [
      linear(`radius_${state.updates}`, "modulus of a step at rest"),
      end("distance", "distance after the last step"),
      end("theta", "$\\theta$ after the last step"),
      end("psi", "$\\psi$ after the last step"),
      linear("real", "eigenvalue, real part", true),
      linear("imaginary", "eigenvalue, imaginary part", true),
      end("conserved", "conserved in continuous time", true),
    ];
  },
  verdict({ path, eigenvalues }, { state }) {
    const [first] = rowsOf(eigenvalues, "eigenvalues");
    const radius = first[`radius_${state.updates}`];
    const [from, to] = [path.curves.dirac.distance[0], path.curves.dirac.distance.at(-1)].map((value) => Number(value).toPrecision(3));
    const went = `After ${state.steps} steps the distance has gone from ${from} to ${to}.`;
    if (radius === "") return [{ mark: "open", text: `There is no linearisation: ${first.note}. ${went}` }];
    if (Number(radius) === 1) return [{ mark: "open", text: `Near rest a step has modulus exactly 1, which decides nothing. ${went}` }];
    const factor = `Near rest the distance changes by the factor ${fiveDigits(radius)} a step, on average`;
    return Number(radius) < 1
      ? [{ mark: "holds", text: `${factor}: there this game converges in its parameters. ${went}` }]
      : [{ mark: "fails", text: `${factor}: it does not come to rest there. ${went}` }];
  },
  guess: {
    question: "Where does the path end?",
    choices: [
      { value: "in", text: "nearer to rest" },
      { value: "round", text: "as far as it began, within a tenth" },
      { value: "out", text: "farther out" },
    ],
    right({ path }) {
      const ratio = path.curves.dirac.distance.at(-1) / path.curves.dirac.distance[0];
      if (!(ratio < 1.1)) return "out";
      return ratio > 0.9 ? "round" : "in";
    },
  },
  draw({ path: answer, eigenvalues, field }, view) {
    const { picture } = view;
    const path = answer.curves.dirac;
    const isWide = !picture.isNarrow;
    const { em } = picture;
    const side = isWide
      ? Math.min(picture.height - 4.6 * em, 0.6 * picture.width)
      : Math.min(picture.width - 3.8 * em, picture.height - 30 * em);
    const plane = picture.panel("plane", { left: 0, width: side + 3.8 * picture.em, top: 1.3 * picture.em, height: side });
    drawPlane(plane, path, field.curves.field, view);

    const beside = isWide
      ? { left: side + 4.5 * picture.em, width: picture.width - side - 4.5 * picture.em, top: 1.3 * picture.em }
      : { left: 0, width: picture.width, top: side + 6 * picture.em };
    const height = (picture.height - beside.top - 7.2 * picture.em) / 2;
    const distance = picture.panel("distance", { ...beside, height });
    drawDistance(distance, path);
    const points = picture.panel("eigenvalues", { ...beside, top: beside.top + height + 4.4 * picture.em, height });
    drawEigenvalues(points, rowsOf(eigenvalues, "eigenvalues"));
  },
};

function drawPlane(plane, path, field, view) {
  const range = planeReach(view.state);
  const rim = 1.07 * range;
  plane.axes({ x: [-rim, rim], y: [-rim, rim], xLabel: "generator θ", title: "critic ψ", xTicks: 5, yTicks: 5 });
  plane.rule("theta", { x: 0 });
  plane.rule("psi", { y: 0 });
  const longest = Math.max(...field.theta.map((_, index) => Math.hypot(field.theta_slope[index], field.psi_slope[index]))) || 1;
  // Lengths in the picture are as the square root of those of the field, so that the slow middle is seen beside the fast rim.
  const items = field.theta.map((x, index) => {
    const [dx, dy] = [field.theta_slope[index], field.psi_slope[index]];
    const length = Math.hypot(dx, dy);
    const scale = length > 0 ? (0.115 * range * Math.sqrt(length / longest)) / length : 0;
    return { x: x - (dx * scale) / 2, y: field.psi[index] - (dy * scale) / 2, dx: dx * scale, dy: dy * scale };
  });
  plane.arrows("field", items.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)), { ink: "guide" });
  plane.line("path", path.theta, path.psi, { ink: "accent", thin: path.theta.length > 200 });
  plane.dot("rest", 0, 0, { ink: "optimal", hollow: true });
  plane.dot("end", path.theta.at(-1), path.psi.at(-1), { ink: "accent" });
  const start = [path.theta[0], path.psi[0]];
  const place = (value) => String(Number(Math.max(-10, Math.min(10, value)).toFixed(2)));
  const set = (theta, psi) => {
    view.change("theta", place(theta));
    view.change("psi", place(psi));
  };
  plane.handle("start", {
    x: start[0], y: start[1], ink: "accent", label: "Start of the path", value: start[0], moves: true,
    text: `theta ${start[0]}, psi ${start[1]}`,
    moved: set, by: (dx, dy) => set(start[0] + 0.05 * dx, start[1] + 0.05 * dy),
  });
}

function drawDistance(panel, path) {
  const farthest = Math.max(...path.distance.filter(Number.isFinite));
  const top = Math.min(farthest, 6 * path.distance[0]) * 1.08;
  panel.axes({ x: [0, path.step.at(-1)], y: [0, top], xLabel: "step", title: "distance to the equilibrium" });
  panel.line("distance", path.step, path.distance, { ink: "accent" });
}

function drawEigenvalues(panel, rows) {
  const known = rows.filter(({ real }) => real !== "");
  const width = Math.max(0.6, ...known.flatMap(({ real, imaginary }) => [Math.abs(real), Math.abs(imaginary)])) * 1.3;
  panel.axes({ x: [-width, width], y: [-width, width], xLabel: "real part", title: "eigenvalues, imaginary part", yTicks: 3 });
  panel.rule("imaginary", { x: 0 });
  panel.rule("real", { y: 0 });
  if (known.length === 0) panel.note("none", 0, 0.3 * width, rows[0]?.note ?? "", { align: "middle" });
  known.forEach(({ real, imaginary }, index) => panel.dot(`eigenvalue ${index}`, Number(real), Number(imaginary), { ink: "accent" }));
}

export { dirac };
