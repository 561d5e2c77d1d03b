// Scene 4: the reader is the discriminator and draws D; the generator answers with a step against it.

import { verdictsOf } from "../lib/claims.js";
import { measured } from "../lib/numbers.js";
import { densityTop } from "../lib/ranges.js";
import { bell } from "../lib/thumbnails.js";

const beadCount = 13;
const coin = Array(beadCount).fill("0.5").join("/");

const byHand = {
  id: "by-hand",
  title: "The game, by hand",
  size: { tall: 38 },
  claim: "The discriminator plays to raise $V(D)=E_P[\\log D]+E_Q[\\log(1-D)]$, the generator to lower it. You are the discriminator.",
  thumbnail: [
    { ink: "p", d: bell(58, 18, 40), filled: true }, { ink: "q", d: bell(104, 18, 40), filled: true },
    { ink: "learned", d: "M14 24L44 18L70 40L96 62L120 58L148 70" },
    { ink: "optimal", d: "M10 16C50 16 60 20 80 46S110 76 150 76", dashed: true },
  ],
  hint: "Draw $D$ with the mouse across the lower picture, or move a bead with the arrow keys. Shaded is what you leave to be gained at "
    + "each $x$.",
  controls: [
    { kind: "button", name: "turn", label: "The generator takes a step", act: (state, { game }) => (game?.next ? { q: game.next } : {}) },
    {
      kind: "choice", name: "loss", label: "The generator minimises", value: "non-saturating",
      options: [{ value: "non-saturating", text: "$-\\log D$" }, { value: "minimax", text: "$\\log(1-D)$" }],
    },
    { kind: "slider", name: "rate", label: "Size of its step", value: "0.5", min: 0.05, max: 3, step: 0.05 },
    { kind: "switch", name: "optimum", label: "Show $D^*$", value: "off" },
    { kind: "density", name: "p", label: "Data $P$", value: "normal(0,1)" },
    { kind: "density", name: "q", label: "Generator $Q$", value: "normal(2,1)" },
  ],
  state: { d: coin, from: "-4", to: "6" },
  presets: [
    { name: "A coin", state: {} },
    { name: "Nearly right", state: { d: "0.97/0.97/0.96/0.95/0.9/0.73/0.5/0.27/0.1/0.05/0.04/0.03/0.03" } },
    { name: "Overconfident", state: { d: "0.999/0.999/0.999/0.999/0.99/0.9/0.5/0.1/0.01/0.001/0.001/0.001/0.001" } },
    { name: "The wrong way round", state: { d: "0.1/0.1/0.1/0.15/0.2/0.3/0.5/0.7/0.8/0.85/0.9/0.9/0.9" } },
    { name: "Data of two modes", state: { p: "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", q: "normal(0,1)", from: "-5", to: "5" } },
  ],
  guess: {
    question: "How high can $V(D)$ get, whatever you draw?",
    choices: [
      { value: "zero", text: "to 0" },
      { value: "log4", text: "to $-\\log 4$" },
      { value: "js", text: "to $2\\,\\mathrm{JS}(P,Q)-\\log 4$" },
      { value: "js1", text: "to $\\mathrm{JS}(P,Q)$" },
    ],
    right: () => "js",
  },  takes: "compare",

  requests({ p, q, d, from, to, loss, rate }) {
    const body = JSON.stringify({ x: placesOf(from, to), d: valuesOf(d), loss, rate: Number(rate) });
    return {
      game: { route: "game", parameters: { p, q }, body },
      compare: { route: "compare", parameters: { p, q }, atRest: true },
      claim: { route: "verify", parameters: { claim: "A12", p, q }, atRest: true },
    };
  },

  draw({ game }, view) {
    const { x, p, q, d, d_star: optimum, gap_density: left } = game.curves.game;
    const { densities, players } = view.picture.rows({ densities: { share: 3, below: 2 }, players: { share: 4 } });
    const domain = [x[0], x.at(-1)];
    densities.axes({ x: domain, y: [0, densityTop([p, q, left])] });
    densities.area("p", x, p, { ink: "p" });
    densities.area("q", x, q, { ink: "q" });
    densities.area("gap", x, left, { ink: "accent" });
    densities.line("gap", x, left, { ink: "accent", thin: true, label: "still to be gained" });
    densities.line("p", x, p, { ink: "p", label: "p" });
    densities.line("q", x, q, { ink: "q", label: "q" });
    view.beads(densities, "p", { row: 0 });
    view.beads(densities, "q", { row: 1 });

    players.axes({ x: domain, y: [0, 1], yTicks: [0, 0.5, 1], xLabel: "x" });
    players.rule("half", { y: 0.5 });
    if (view.state.optimum === "on") players.line("optimum", x, optimum, { ink: "optimal", dashed: true, label: "D*" });
    players.line("d", x, d, { ink: "learned", label: "D" });
    const places = placesOf(view.state.from, view.state.to);
    const values = valuesOf(view.state.d);
    letDraw(players, view, places);
    places.forEach((place, index) => {
      const set = (value) => setValues(view, { [index]: value });
      players.handle(`d ${index}`, {
        x: place, y: values[index], ink: "learned", weight: 0.75, label: `D at ${place.toPrecision(3)}`, value: values[index],
        moves: index === (beadCount - 1) / 2, moved: (_, y) => set(y), by: (dx, dy) => set(values[index] + 0.01 * (dx + dy)),
      });
    });
    followDensities(view, domain);
  },

  numbers({ game, compare }) {
    const number = (key, label, more = false) => measured(game, "game", key, label, { more });
    return [
      number("value", "$V(D)$, yours"),
      number("value_optimal", "$V(D^*)$, the best"),
      number("gap", "gap"),
      measured(compare, "compare", "js", "$\\mathrm{JS}(P,Q)$"),
      number("loss", "the generator’s loss against your $D$"),
      ...game.tables.game.rows.map(([name]) => name).filter((name) => name.startsWith("slope_"))
        .map((name) => number(name, `its slope in ${name.slice(6).replaceAll("_", " ")}`, true)),
    ];
  },

  verdict({ claim }) {
    if (!claim) return [{ mark: "open", text: "Checking…" }];
    return verdictsOf(claim, [
      ["V(D) ≤ V(D*)", "no $D$ reaches more than $V(D^*)=2\\,\\mathrm{JS}-\\log 4$"],
      ["the gap is the integral", "what is missing is $\\int(p+q)\\,\\mathrm{kl}(D^*\\Vert D)$, the shaded area"],
      ["the gap with D and D* exchanged, kl(D‖D*)", "the same with $D$ and $D^*$ exchanged"],
    ]);
  },
};

const leastValue = 0.001;

function valuesOf(text) {
  const values = text.split("/").map(Number);
  return Array.from({ length: beadCount }, (_, index) => limited(values[index] ?? 0.5));
}

function limited(value) {
  return Number.isFinite(value) ? Number(Math.max(leastValue, Math.min(1 - leastValue, value)).toFixed(3)) : 0.5;
}

function placesOf(from, to) {
  return Array.from({ length: beadCount }, (_, index) => Number(from) + ((Number(to) - Number(from)) * index) / (beadCount - 1));
}

// `changes` are values by the index of their bead.
function setValues(view, changes) {
  const values = valuesOf(view.state.d);
  for (const [index, value] of Object.entries(changes)) values[index] = limited(value);
  view.change("d", values.join("/"));
}

// A stroke of the mouse through the panel sets every bead that it passes.
function letDraw(panel, view, places) {
  const { node } = panel.keep("slate", "rect", panel.layers.back, (rect) => {
    rect.setAttribute("class", "slate");
    rect.setAttribute("fill", "transparent");
    rect.addEventListener("pointerdown", (event) => beginStroke(event, rect));
  });
  Object.assign(node, { panel, view, places });
  const box = { x: panel.left, y: panel.top, width: panel.right - panel.left, height: panel.bottom - panel.top };
  for (const [name, value] of Object.entries(box)) node.setAttribute(name, value);
}

function beginStroke(event, rect) {
  if (event.button !== 0) return;
  const { picture } = rect.view;
  const at = (pointer) => {
    const box = picture.svg.getBoundingClientRect();
    const scale = picture.width / box.width;
    return [rect.panel.x.invert((pointer.clientX - box.left) * scale), rect.panel.y.invert((pointer.clientY - box.top) * scale)];
  };
  let last = at(event);
  const draw = (pointer) => {
    const next = at(pointer);
    const spacing = rect.places[1] - rect.places[0];
    const [low, high] = last[0] < next[0] ? [last, next] : [next, last];
    const changes = {};
    rect.places.forEach((place, index) => {
      if (Math.abs(place - next[0]) <= spacing / 2) changes[index] = next[1];
      else if (place > low[0] && place < high[0]) changes[index] = low[1] + ((high[1] - low[1]) * (place - low[0])) / (high[0] - low[0]);
    });
    last = next;
    setValues(rect.view, changes);
  };
  const release = () => {
    picture.held = null;
    rect.removeEventListener("pointermove", draw);
  };
  picture.held = rect;
  rect.setPointerCapture(event.pointerId);
  rect.addEventListener("pointermove", draw);
  rect.addEventListener("lostpointercapture", release, { once: true });
  draw(event);
}

// Where the densities have left the beads behind, the beads go after them.
function followDensities(view, [low, high]) {
  const [from, to] = [Number(view.state.from), Number(view.state.to)];
  const span = to - from;
  const isNear = low > from - 0.4 * span && high < to + 0.4 * span && span < 3 * (high - low);
  if (isNear || view.picture.held) return;
  const [nextFrom, nextTo] = d3.scaleLinear([low, high], [0, 1]).nice(8).domain();
  view.change("from", String(nextFrom));
  view.change("to", String(nextTo));
}

export { byHand };
