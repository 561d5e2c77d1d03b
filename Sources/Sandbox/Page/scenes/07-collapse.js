// Scene 7: a generator between two climates, and the mass that it gives to each.

import { verdictsOf } from "../lib/claims.js";
import { measured } from "../lib/numbers.js";
import { bell } from "../lib/thumbnails.js";

const climates = "0.5*normal(-50,8)+0.5*normal(22,6)";
const three = "0.2*normal(-6,1)+0.5*normal(0,1)+0.3*normal(6,1)";

const collapse = {
  id: "collapse",
  title: "Mode collapse",
  size: { tall: 40 },
  thumbnail: [
    { ink: "p", d: bell(48, 12, 34), filled: true }, { ink: "p", d: bell(116, 12, 34) }, { ink: "q", d: bell(116, 12, 64), filled: true },
  ],
  claim: "The generator sits in one climate until the discriminator has learned to reject it, flees to the other, and comes back: it never "
    + "holds both.",
  hint: "Drag the line of time. Above, the share of the generator’s mass in each climate; below, the discriminator at the centres.",
  presets: [
    { name: "From pole to pole", state: {} },
    { name: "Without momentum", state: { settings: "without-momentum" } },
    { name: "Cured", state: { settings: "cured" } },
    { name: "Three modes", state: { p: three } },
    { name: "Three modes, cured", state: { p: three, settings: "cured" } },
  ],
  controls: [
    { name: "time", kind: "slider", label: "Time", value: "0.5", min: 0, max: 1, step: 0.005, moves: true },
    { name: "p", kind: "density", label: "Climates $P$", value: climates },
    {
      name: "settings", kind: "choice", label: "Training", value: "cycling",
      options: [
        { value: "cycling", text: "with momentum" },
        { value: "without-momentum", text: "without" }, { value: "cured", text: "with R1 and two rates" },
      ],
    },
    { name: "seed", kind: "button", label: "Another seed", act: ({ seed }) => ({ seed: String(Number(seed) + 1) }) },
  ],
  state: { seed: "1" },
  takes: "collapse",
  guess: {
    question: "What does the generator hold at the end?",
    choices: [
      { value: "one", text: "one climate, and hardly anything of the others" },
      { value: "all", text: "all, each with a tenth of the mass at least" },
      { value: "between", text: "something between" },
    ],
    right({ collapse: answer }) {
      const masses = massesOf(answer.curves.collapse).map((mass) => mass.at(-1));
      if (Math.max(...masses) >= 0.9) return "one";
      return Math.min(...masses) >= 0.1 ? "all" : "between";
    },
  },
  requests({ p, settings, seed }) {
    return {
      collapse: { route: "collapse", parameters: { p, settings, seed, "record-every": settings === "cured" ? 50 : 20 } },
      data: { route: "curves", parameters: { p, q: p, points: 301 } },
      claim: { route: "verify", parameters: { claim: "M1" }, atRest: true },
    };
  },

  draw({ collapse: answer, data }, view) {
    const { collapse: run } = answer.curves;
    const { x, p } = data.curves.curves;
    const masses = massesOf(run);
    const now = recordAt(run, view.state);
    const { where, mass, critic } = view.picture.rows({ where: { share: 2 }, mass: { share: 2 }, critic: { share: 2 } });

    // Each climate as the data have it, filled as high as the generator's share of it is at this moment.
    const spans = spansOf(x, p, masses.length);
    where.axes({ x: [x[0], x.at(-1)], y: [0, 2.3 * Math.max(...p)], yTicks: 2 });
    where.area("p", x, p, { ink: "p" });
    where.line("p", x, p, { ink: "p" });
    spans.forEach(({ from, to, peak, total }, index) => {
      const share = masses[index][now];
      const within = x.map((place, at) => (at >= from && at <= to ? (p[at] * share) / total : 0));
      where.area(`q ${index}`, x, within, { ink: climateInks[index % climateInks.length] });
      const height = Math.max(1, share / total) * p[peak] + 0.1 * Math.max(...p);
      where.note(`share ${index}`, x[peak], height, `${Math.round(100 * share)} % of Q`, { align: "middle" });
    });

    const steps = [0, run.step.at(-1)];
    mass.axes({
      x: steps, y: [0, 1], yTicks: [0, 0.5, 1], yFormat: (tick) => `${100 * tick} %`, title: "share of the generator in each climate",
    });
    critic.axes({
      x: steps, y: [0, 1], yTicks: [0, 1 / 3, 1], yFormat: (tick) => (tick % 1 === 0 ? String(tick) : "1/3"), xLabel: "step",
      title: "discriminator at each centre",
    });
    masses.forEach((values, index) => {
      const ink = climateInks[index % climateInks.length];
      mass.line(`mass ${index}`, run.step, values, { ink });
      critic.line(`d ${index}`, run.step, run[`d_${index + 1}`], { ink });
    });
    critic.rule("third", { y: 1 / 3 });
    for (const panel of [mass, critic]) panel.rule("now", { x: run.step[now], ink: "accent" });
    const goTo = (step) => view.change("time", String(Number(Math.max(0, Math.min(1, step / steps[1])).toFixed(4))));
    mass.handle("now", {
      x: run.step[now], y: 1, ink: "accent", label: "Moment", value: run.step[now], text: `step ${run.step[now]}`,
      moved: goTo, by: (dx) => goTo(run.step[Math.max(0, Math.min(run.step.length - 1, now + dx))]),
    });
  },

  numbers({ collapse: answer }, { state }) {
    const { collapse: run } = answer.curves;
    const step = answer.tables.collapse.rows[recordAt(run, state)][0];
    const number = (column, label, error) => measured(answer, "collapse", step, label, { column, error });
    return [
      number("step", "step"),
      ...massesOf(run).map((_, index) => number(`mass_${index + 1}`, `mass in climate ${index + 1}`)),
      ...massesOf(run).map((_, index) => number(`d_${index + 1}`, `$D$ at centre ${index + 1}`)),
      number("js", "$\\mathrm{JS}(P,Q)$", "js_error"),
      number("counted_modes", "climates that counting finds"),
    ];
  },

  verdict({ collapse: answer, claim }) {
    const { collapse: run } = answer.curves;
    const last = massesOf(run).map((mass) => `${Math.round(100 * mass.at(-1))} %`);
    const ended = `At the end the shares are ${last.join(" and ")}.`;
    // The last line of the command says how often the mode that holds Q changed.
    const switched = (answer.remark ?? "").trim().replace(/[^.]$/, "$&.");
    const seen = [{ mark: "plain", text: `${switched} ${ended}` }];
    if (!claim) return [...seen, { mark: "open", text: "Checking…" }];
    return [
      ...seen,
      ...verdictsOf(claim, [
        [
          "with every sample from the South Pole D* is 1/3 there and 1 in Australia",
          "with all of $Q$ in one climate $D^*$ is 1/3 there and 1 in the other",
        ],
        ["there the optimal discriminator flips a coin", "there the optimal discriminator flips a coin"],
        ["with momentum the mode that holds Q changes", "with momentum the generator flees from climate to climate"],
        ["without momentum the games end with more than half of every mode's mass", "without momentum it ends in both"],
      ]),
    ];
  },
};

const climateInks = ["sky", "gold", "pink", "olive"];

function massesOf(run) {
  return Object.keys(run).filter((name) => /^mass_\d+$/.test(name)).map((name) => run[name]);
}

// The record that is nearest to the moment that the state names.
function recordAt(run, state) {
  return Math.round(Math.max(0, Math.min(1, Number(state.time) || 0)) * (run.step.length - 1));
}

// The parts of the axis on which the modes stand, for the picture: from valley to valley.
function spansOf(x, p, count) {
  const peaks = [];
  for (let at = 1; at < p.length - 1; at += 1) if (p[at] > p[at - 1] && p[at] >= p[at + 1]) peaks.push(at);
  const chosen = peaks.sort((a, b) => p[b] - p[a]).slice(0, count).sort((a, b) => a - b);
  while (chosen.length < count) chosen.push(chosen.at(-1) ?? 0);
  return chosen.map((peak, index) => {
    const valley = (low, high) => d3.range(low, high + 1).reduce((best, at) => (p[at] < p[best] ? at : best), low);
    const from = index === 0 ? 0 : valley(chosen[index - 1], peak);
    const to = index === count - 1 ? p.length - 1 : valley(peak, chosen[index + 1]);
    const total = d3.sum(d3.range(from, to), (at) => ((p[at] + p[at + 1]) / 2) * (x[at + 1] - x[at]));
    return { from, to, peak, total };
  });
}

export { collapse };
