// Two densities: the optimal discriminator, what each divergence integrates, and all divergences with their bounds.

import { rowsOf } from "../lib/api.js";
import { windowOf } from "../lib/density-control.js";
import { measured } from "../lib/numbers.js";
import { densityTop, reach } from "../lib/ranges.js";
import { steps } from "../lib/recorded.js";
import { bell } from "../lib/thumbnails.js";
import { verdictOf } from "../lib/verdict.js";

const integrands = {
  js: "JS(P,Q)", kl_pq: "KL(P‖Q)", kl_qp: "KL(Q‖P)", kl_pm: "KL(P‖M)", kl_qm: "KL(Q‖M)", jeffreys: "KL(P‖Q) + KL(Q‖P)", tv: "TV(P,Q)",
  hellinger2: "H²(P,Q)", chi2_pq: "χ²(P‖Q)", chi2_qp: "χ²(Q‖P)", w1: "W₁(P,Q)",
};

// In the order in which a lecture needs them; the others are folded away.
const formulas = {
  js: "\\mathrm{JS}(P,Q)", js_lecture: "\\mathrm{JS}\\text{, the lecture's}", kl_pq: "\\mathrm{KL}(P\\Vert Q)",
  kl_qp: "\\mathrm{KL}(Q\\Vert P)",
  tv: "\\mathrm{TV}(P,Q)", w1: "W_1(P,Q)", kl_pm: "\\mathrm{KL}(P\\Vert M)", kl_qm: "\\mathrm{KL}(Q\\Vert M)",
  jeffreys: "\\mathrm{KL}(P\\Vert Q)+\\mathrm{KL}(Q\\Vert P)", hellinger2: "H^2(P,Q)", chi2_pq: "\\chi^2(P\\Vert Q)",
  chi2_qp: "\\chi^2(Q\\Vert P)",
};
const firstMeasures = 6;

const twoDensities = {
  id: "two-densities",
  title: "Two densities",
  claim: "Against a fixed generator the best discriminator is $D^*=\\frac{p}{p+q}$: it knows the data’s density $p$ and the "
    + "generator’s $q$, and nothing else.",
  thumbnail: [
    { ink: "p", d: bell(58, 18, 52), filled: true }, { ink: "q", d: bell(98, 22, 42), filled: true },
    { ink: "p", d: bell(58, 18, 52) }, { ink: "q", d: bell(98, 22, 42) }, { ink: "optimal", d: "M10 20C50 20 66 22 78 46S104 74 150 74" },
  ],
  controls: [
    { kind: "density", name: "p", label: "Data $P$", value: "normal(0,1)" },
    { kind: "density", name: "q", label: "Generator $Q$", value: "normal(1,2)" },
    {
      kind: "choice", name: "lower", label: "Below", value: "d_star",
      options: [{ value: "d_star", text: "$D^*$" }, { value: "logit", text: "$\\log\\frac pq$" },
        { value: "integrand", text: "an integrand" }],
    },
    {
      kind: "choice", name: "measure", label: "Integrand of", value: "js", when: (state) => state.lower === "integrand",
      options: Object.entries(integrands).map(([value, text]) => ({ value, text })),
    },
  ],
  presets: [
    { name: "An ordinary pair", state: {} },
    { name: "Disjoint supports", state: { p: "uniform(0,1)", q: "uniform(2,3)" } },
    { name: "A heavy tail", state: { p: "cauchy(0,1)", q: "normal(0,1)" } },
    { name: "A mode dropped", state: { p: "0.5*normal(-2,0.5)+0.5*normal(2,0.5)", q: "normal(-2,0.5)" } },
    { name: "Junk", state: { p: "uniform(-1,1)", q: "0.9*uniform(-1,1)+0.1*uniform(2,3)" } },
    { name: "Nearly equal", state: { p: "normal(0,1)", q: "normal(0.001,1)" } },
  ],
  guess: {
    question: "Which is larger, $\\mathrm{KL}(P\\Vert Q)$ or $\\mathrm{KL}(Q\\Vert P)$?",
    choices: [
      { value: "pq", text: "$\\mathrm{KL}(P\\Vert Q)$" }, { value: "qp", text: "$\\mathrm{KL}(Q\\Vert P)$" },
      { value: "both", text: "both are infinite" },
      { value: "equal", text: "they are equal" },
    ],
    // Compares two numbers of the server's table.
    right({ compare }) {
      const [pq, qp] = ["kl_pq", "kl_qp"].map((name) => rowsOf(compare, "compare").find(({ measure }) => measure === name));
      if ([pq, qp].some(({ status }) => status === "unresolved")) return null;
      if (pq.status === "infinite" && qp.status === "infinite") return "both";
      if (Math.abs(Number(pq.value) - Number(qp.value)) <= Number(pq.error) + Number(qp.error)) return "equal";
      return Number(pq.value) > Number(qp.value) ? "pq" : "qp";
    },
  },
  hint: "Drag a bead to move a component and a ring to widen it. With the keyboard: Tab to a bead, then the arrow keys; up and down "
    + "change a weight.",
  recorded: {
    around: [...steps(-3, 5, 1).map((mean) => ({ q: `normal(${mean},2)` })), ...steps(0.5, 3, 0.5).map((sd) => ({ q: `normal(1,${sd})` }))],
    free: ["lower", "measure"],
  },
  takes: "compare",

  requests({ p, q }, held, { controls }) {
    const [from, to] = held ?? windowOf([controls.p, controls.q]);
    return {
      compare: { route: "compare", parameters: { p, q } },
      curves: { route: "curves", parameters: { p, q, points: 301, from, to } },
      optimum: { route: "verify", parameters: { claim: "A1", p, q }, atRest: true },
      value: { route: "verify", parameters: { claim: "A2", p, q }, atRest: true },
    };
  },

  draw({ curves }, view) {
    const { x, p, q, d_star: optimum, logit_d_star: logit, ...integrand } = curves.curves.curves;
    const { lower, measure } = view.state;
    const { densities, below } = view.picture.rows({ densities: { share: 3, below: 2 }, below: { share: 2 } });
    const domain = [x[0], x[x.length - 1]];
    densities.axes({ x: domain, y: [0, densityTop([p, q])] });
    densities.area("p", x, p, { ink: "p" });
    densities.area("q", x, q, { ink: "q" });
    densities.line("p", x, p, { ink: "p", label: "p" });
    densities.line("q", x, q, { ink: "q", label: "q" });
    view.beads(densities, "p", { row: 0, moves: true });
    view.beads(densities, "q", { row: 1 });
    if (lower === "d_star") {
      below.axes({ x: domain, y: [0, 1], yTicks: [0, 0.5, 1] });
      below.rule("half", { y: 0.5 });
      below.line("optimum", x, optimum, { ink: "optimal", label: "D*" });
    } else if (lower === "logit") {
      below.axes({ x: domain, y: reach([logit], 0.5) });
      below.rule("zero", { y: 0 });
      below.line("logit", x, logit, { ink: "optimal", label: "log p/q" });
    } else {
      below.axes({ x: domain, y: reach([integrand[measure]], 0) });
      below.rule("zero", { y: 0 });
      below.area("integrand", x, integrand[measure], { ink: "accent" });
      below.line("integrand", x, integrand[measure], { ink: "accent", label: `what ${integrands[measure]} integrates` });
    }
  },

  numbers({ compare }) {
    const first = Object.keys(formulas);
    const others = rowsOf(compare, "compare").map(({ measure }) => measure).filter((name) => !(name in formulas));
    return [...first, ...others].map((name, index) => {
      return measured(compare, "compare", name, name in formulas ? `$${formulas[name]}$` : name.replaceAll("_", " "),
        { more: index >= firstMeasures });
    });
  },

  verdict({ optimum, value }) {
    if (!optimum || !value) return [{ mark: "open", text: "Checking…" }];
    const best = rowsOf(optimum, "verify").find(({ reading }) => reading.startsWith("no perturbation"));
    const halved = rowsOf(value, "verify").find(({ reading }) => reading === "halved JS");
    const lecture = rowsOf(value, "verify").find(({ reading }) => reading === "the lecture's JS");
    return [
      verdictOf(best, "no change of $D^*$ that was tried raises $V(D)$"),
      verdictOf(halved, "$V(D^*)=-\\log 4+2\\,\\mathrm{JS}$, with JS halved"),
      verdictOf(lecture, "the same with the lecture’s JS, which is not halved"),
    ];
  },
};

export { twoDensities };
