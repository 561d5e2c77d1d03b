// The quiz: readings of the library's claims, true ones and false ones; after a guess the numbers of `verify` decide.

import { rowsOf } from "../lib/api.js";
import { make, prose } from "../lib/dom.js";
import { Picture } from "../lib/picture.js";
import { seeded, shuffled } from "../lib/random.js";

const shownRows = 6;

const quiz = {
  id: "quiz",
  title: "Is the claim true?",
  claim: "Each claim of the lecture and of the papers has readings, some of them false. Guess first; then the two sides are computed.",
  thumbnail: [
    { ink: "accent", d: "M62 34C62 12 98 12 98 34C98 48 80 46 80 60" }, { ink: "accent", d: "M80 74V75" },
  ],
  controls: [
    { kind: "button", name: "next", label: "Next claim", moves: true, act: ({ question }) => turned(question, 1) },
    { kind: "button", name: "back", label: "Back", act: ({ question }) => turned(question, -1) },
    {
      kind: "choice", name: "from", label: "Claims of", value: "lecture",
      options: [{ value: "lecture", text: "the lecture" }, { value: "all", text: "the lecture and papers" }],
    },
  ],
  state: { question: "1", seed: "1" },
  adjust: (state, name) => (name === "from" ? { question: "1" } : {}),
  takes: "verify",
  guess: {
    question: "Is this reading true?",
    choices: [{ value: "holds", text: "true" }, { value: "fails", text: "false" }],
    always: true,
    anew: "question",
    right: ({ claims }, { state }) => asked(claims, state).expected,
    made(isRight, view) {
      score.asked += 1;
      score.right += isRight ? 1 : 0;
      view.notice(`${score.right} of ${score.asked} right.`);
    },
  },

  // Which claim is asked is known once the list has come.
  requests(state, held, view) {
    const claims = { route: "claims", parameters: {} };
    if (!view.list) return { claims };
    return { claims, verify: { route: "verify", parameters: { claim: asked(view.list, state).claim }, atRest: true } };
  },

  build(view) {
    view.card = {
      count: make("p", { class: "label" }), statement: make("p", { class: "statement" }), reading: make("p", { class: "reading" }),
      source: make("p", { class: "hint" }), note: make("p", { class: "hint" }), stage: make("div", { class: "sides" }),
    };
    const { count, statement, reading, source, note, stage } = view.card;
    view.card.picture = new Picture(stage, "How far the two sides are apart");
    new ResizeObserver(() => view.card.picture.redraw()).observe(stage);
    return make("div", { class: "quiz" }, count, statement, make("p", { class: "label" }, "Reading"), reading, stage, note, source);
  },

  fill({ claims, verify }, view) {
    if (!view.list) {
      view.list = claims;
      view.ask();
    }
    const { card } = view;
    const { statement, reading, source, note, claim } = asked(claims, view.state);
    card.count.textContent = `Claim ${claim}`;
    card.statement.textContent = statement;
    card.reading.textContent = reading;
    card.source.textContent = `Source: ${source}.`;
    const isOpen = !view.isGuessing();
    card.note.textContent = isOpen && note ? `${note}.` : "";
    card.stage.hidden = !isOpen || !verify;
    if (isOpen && verify) drawSides(card.picture, rowsOf(verify, "verify").filter((row) => row.reading === reading));
  },

  numbers({ claims, verify }, { state }) {
    const { reading } = asked(claims, state);
    const { columns, rows } = verify?.tables.verify ?? { columns: [], rows: [] };
    const cell = (row, column) => rows[row][columns.indexOf(column)];
    const those = rows.map((_, row) => row).filter((row) => cell(row, "reading") === reading);
    return those.slice(0, shownRows).flatMap((row, index) => {
      const place = cell(row, "p") === "" ? "" : `, ${cell(row, "p")} against ${cell(row, "q")}`;
      return ["lhs", "rhs"].map((column) => ({
        label: `${those.length > 1 ? `${index + 1}: ` : ""}${column === "lhs" ? `left side${place}` : "right side"}`,
        text: cell(row, column),
        table: "verify", row, column, command: verify.command,
      }));
    });
  },

  verdict({ claims, verify }, { state }) {
    const { reading } = asked(claims, state);
    if (!verify) return [{ mark: "open", text: "Computing both sides…" }];
    const rows = rowsOf(verify, "verify").filter((row) => row.reading === reading);
    if (rows.length === 0) return [{ mark: "open", text: "This reading needs data: it is checked by verify --data." }];
    const counts = d3.rollups(rows, (those) => those.length, ({ verdict }) => verdict);
    const [[only]] = counts;
    if (counts.length === 1) return [{ mark: only, text: rows.length === 1 ? `It ${only}.` : `It ${only} in all ${rows.length} cases.` }];
    return [{ mark: "open", text: `It ${counts.map(([verdict, count]) => `${verdict} in ${count} cases`).join(" and ")}.` }];
  },
};

const turned = (question, by) => ({ question: String(Math.max(1, (Math.round(Number(question)) || 1) + by)) });

// Right guesses since the page was opened: not part of the state, so that a shared address begins anew.
const score = { asked: 0, right: 0 };

// The question of the state: true and false readings by turns of a seeded coin, each once before any comes again.
function asked(claims, state) {
  const key = `${state.from} ${state.seed}`;
  if (orders.get(key)?.claims !== claims) orders.set(key, { claims, list: ordered(claims, state) });
  const { list } = orders.get(key);
  return list[(Math.max(1, Math.round(Number(state.question)) || 1) - 1) % list.length];
}

const orders = new Map();

function ordered(claims, state) {
  const random = seeded(Number(state.seed) || 1);
  const rows = rowsOf(claims, "claims").filter(({ source }) => state.from === "all" || source.includes("the lecture"));
  const [holds, fails] = ["holds", "fails"].map((expected) => shuffled(rows.filter((row) => row.expected === expected), random));
  const result = [];
  while (holds.length + fails.length > 0) {
    const first = random() < 0.5 ? holds : fails;
    result.push((first.length > 0 ? first : first === holds ? fails : holds).pop());
  }
  return result;
}

// The distance of the two sides in units of the bound on it, a dot a case: left of 1 they agree.
function drawSides(picture, rows) {
  const shown = rows.slice(0, shownRows);
  picture.fixedHeight = Math.round((5 + 1.6 * shown.length) * parseFloat(getComputedStyle(picture.svg).fontSize));
  picture.show(() => {
    const ratios = shown.map(({ difference, tolerance }) => Math.min(1e18, Math.max(1e-4, Number(difference) / Number(tolerance) || 0)));
    const box = { left: 0, width: picture.width, top: 1.6 * picture.em, height: picture.height - 5 * picture.em };
    const panel = picture.panel("sides", box, { left: 1.5 });
    const powers = ratios.map(Math.log10);
    const domain = [-4.5, Math.max(3, ...powers) + 1];
    const ticks = d3.range(-4, domain[1], domain[1] > 9 ? 4 : 2);
    panel.axes({
      x: domain, y: [shown.length + 0.5, 0.5], yTicks: shown.map((_, index) => index + 1), yFormat: String,
      xTicks: ticks, xFormat: (tick) => `10${superscript(tick)}`,
      xLabel: "distance of the two sides, in units of the bound on it",
    });
    panel.rule("bound", { x: 0, label: "beyond: the sides differ" });
    powers.forEach((power, index) => panel.dot(`case ${index}`, power, index + 1, { ink: power > 0 ? "q" : "learned", radius: 0.4 }));
  });
}

function superscript(number) {
  return String(number).replace(/./g, (digit) => (digit === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]));
}

export { quiz };
