// Scene 8: how many draws it takes until one is drawn twice, and what that tells about the number of points.

import { rowOf } from "../lib/api.js";
import { verdictsOf } from "../lib/claims.js";
import { measured } from "../lib/numbers.js";
import { steps } from "../lib/recorded.js";

const birthday = {
  id: "birthday",
  title: "Birthday",
  thumbnail: [{ ink: "guide", d: "M10 80H150M70 80V10" }, { ink: "accent", d: "M10 80C40 80 50 66 70 48S110 12 150 11" }],
  claim: "Among $\\sqrt N$ samples of $N$ equally likely points there is surely one twice. So a generator whose samples of size $s$ hold "
    + "duplicates has a support of about $s^2$ points.",
  hint: "Drag $n$ along the curve. Two dots at the same height are the same point: they light up.",
  presets: [
    { name: "A class of 23", state: {} },
    { name: "$\\sqrt N$ draws", state: { size: "10000", draws: "100" } },
    { name: "Even chance", state: { size: "10000", draws: "119" } },
    { name: "Surely twice", state: { size: "2500", draws: "150" } },
    { name: "A support of five", state: { size: "5", draws: "3" } },
  ],
  controls: [
    { name: "draws", kind: "slider", label: "Draws $n$", value: "23", min: 2, max: 400, step: 1, moves: true },
    { name: "size", kind: "number", label: "Points $N$, equally likely", value: "365" },
    { name: "seed", kind: "button", label: "Draw again", act: ({ seed }) => ({ seed: String(Number(seed) + 1) }) },
  ],
  state: { seed: "2" },
  recorded: { around: [...steps(2, 60, 2).map((draws) => ({ draws })), ...steps(1, 8, 1).map((seed) => ({ seed }))] },
  takes: "claim",
  requests: ({ size, draws, seed }) => ({
    birthday: { route: "birthday", parameters: { size, draws, seed } },
    claim: { route: "verify", parameters: { claim: "G1" } },
  }),
  numbers({ birthday: answer }) {
    const number = (key, label) => measured(answer, "birthday", key, label);
    return [
      number("probability", "$P(\\text{duplicate})$ at $n$"),
      number("probability_at_root", "$P(\\text{duplicate})$ at $\\sqrt N$"),
      number("median", "draws for an even chance"),
      number("distinct", "different points drawn"),
      number("estimate", "$n^2/(2\\log 2)$"),
      number("lecture_estimate", "the slide's $n^2$"),
    ];
  },
  verdict({ claim }) {
    return verdictsOf(claim, [
      ["s = √N: a duplicate is certain", "$\\sqrt N$ draws surely hold a duplicate"],
      ["s = √N: a duplicate with probability 1 − e^−½, 39 %", "$\\sqrt N$ draws hold one with probability $1-e^{-1/2}$, 39 %"],
      ["an even chance at s: N = s²", "an even chance at $s$ means $N=s^2$"],
      ["an even chance at s: N = s²/(2 log 2)", "an even chance at $s$ means $N=s^2/(2\\log 2)$"],
    ]);
  },
  guess: {
    question: "With $\\sqrt N$ draws, how likely is a duplicate?",
    choices: [
      { value: "sure", text: "almost surely" },
      { value: "even", text: "50 %" },
      { value: "third", text: "39 %" },
      { value: "rare", text: "less than 5 %" },
    ],
    right: () => "third",
  },
  draw({ birthday: answer }, view) {
    const { picture } = view;
    const { draws, probability } = answer.curves;
    const value = (name) => Number(rowOf(answer, "birthday", name).value);
    const size = value("size");
    const last = probability.draws.at(-1);
    const panels = picture.rows({ draws: { share: 1.5 }, chance: { share: 1 } });

    const top = panels.draws;
    const width = Math.max(draws.draw.length, 10) + 0.5;
    top.axes({ x: [0.5, width], y: [0, size + 1], yTicks: [1, size], yFormat: String, title: "the point that was drawn, of N" });
    const twice = new Set(draws.first_of.flatMap((first, index) => (first > 0 ? [first, draws.draw[index]] : [])));
    const height = (draw) => draws.point[draw - 1];
    draws.draw.forEach((draw, index) => {
      const first = draws.first_of[index];
      if (first > 0) top.line(`twice ${draw}`, [first, draw], [height(draw), height(draw)], { ink: "accent" });
    });
    for (const draw of draws.draw) {
      top.dot(`draw ${draw}`, draw, height(draw), twice.has(draw) ? { ink: "accent", radius: 0.36 } : { ink: "guide", radius: 0.18 });
    }

    const chance = panels.chance;
    const percent = (tick) => `${100 * tick} %`;
    chance.axes({ x: [0, last], y: [0, 1], xLabel: "draws n", yTicks: [0, 0.5, 1], yFormat: percent, title: "chance of a duplicate" });
    chance.line("probability", probability.draws, probability.probability, { ink: "accent" });
    chance.rule("root", { x: value("root"), label: `√N = ${Number(value("root").toPrecision(3))}` });
    chance.dot("root", Math.floor(value("root")), value("probability_at_root"), { ink: "accent", hollow: true });
    const draw = Math.min(draws.draw.length, last);
    const set = (x) => view.change("draws", String(Math.max(2, Math.min(400, Math.round(x)))));
    chance.handle("draws", {
      x: draw, y: value("probability"), ink: "accent", label: "Draws n", value: draw, moved: (x) => set(x), by: (dx) => set(draw + dx),
    });
  },
};

export { birthday };
