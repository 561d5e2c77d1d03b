// The numbers of a scene as a table: each is the text that the command prints, with the bound on its error and, where it is not
// finite, the reason.

import { make, prose, write } from "./dom.js";

// A number of an answer: the row of `table` whose first column is `key`. `column` and `error` name the columns that are shown.
function measured(answer, table, key, label, { column = "value", error = "error", more = false } = {}) {
  const { columns, rows } = answer?.tables[table] ?? { columns: [], rows: [] };
  const row = rows.findIndex((cells) => cells[0] === key);
  if (row < 0) return null;
  const cell = (name) => rows[row][columns.indexOf(name)];
  return {
    label, text: cell(column), error: cell(error), status: cell("status"), reason: cell("reason"), table, row, column, more,
    command: answer.command,
  };
}

class Numbers {
  constructor() {
    this.rows = new Map();
    this.body = make("tbody");
    this.foldedBody = make("tbody");
    const head = (text) => make("th", { scope: "col" }, text);
    const heads = () => make("thead", {}, make("tr", {}, head("quantity"), head("value"), head("error at most")));
    const table = (body, name) => make("table", { class: "numbers", "aria-label": name }, heads(), body);
    this.folded = make("details", { hidden: true }, make("summary", {}, "More numbers"), table(this.foldedBody, "More numbers"));
    const attributes = { class: "results", "aria-label": "Numbers", "data-numbers": true };
    this.element = make("section", attributes, table(this.body, "Numbers"), this.folded);
  }

  show(numbers) {
    const shown = new Set();
    const places = { plain: [], folded: [] };
    for (const number of numbers) {
      if (number === null) continue;
      const key = `${number.label} ${number.table} ${number.row}`;
      shown.add(key);
      const row = this.rows.get(key) ?? this.add(key, number);
      this.fill(row, number);
      (number.more ? places.folded : places.plain).push(row.element, ...(number.reason ? [row.below] : []));
    }
    for (const key of this.rows.keys()) if (!shown.has(key)) this.rows.delete(key);
    arrange(this.body, places.plain);
    arrange(this.foldedBody, places.folded);
    this.folded.hidden = this.foldedBody.childElementCount === 0;
    this.element.querySelector("table").hidden = this.body.childElementCount === 0;
  }

  add(key, number) {
    const row = { name: make("th", { scope: "row" }), value: make("td", { class: "value" }), error: make("td", { class: "bound" }) };
    row.reason = make("td", { class: "reason", colspan: 3 });
    row.element = make("tr", {}, row.name, row.value, row.error);
    row.below = make("tr", { class: "below" }, row.reason);
    prose(row.name, number.label);
    this.rows.set(key, row);
    return row;
  }

  fill(row, { text = "", error = "", status = "", reason = "", table, row: index, column, command, ink }) {
    const visible = { inf: "∞", "-inf": "−∞", NaN: "undefined" }[text] ?? text.replace(/^-/, "−");
    write(row.value, visible);
    Object.assign(row.value.dataset, { table, row: index, column, text, command: command ?? "" });
    row.value.title = text;
    write(row.error, boundText(error, status));
    row.error.title = error ?? "";
    write(row.reason, reason ?? "");
    row.element.className = [status, ink && `ink-${ink}`].filter(Boolean).join(" ");
  }

  // What a screen reader says when the numbers have come to rest.
  spoken() {
    const rows = [...this.rows.values()].slice(0, 4);
    const nameOf = ({ name }) => name.querySelector(".unseen")?.textContent ?? name.textContent;
    return rows.map((row) => `${nameOf(row)} is ${row.value.textContent}`).join("; ");
  }
}

// The rows in the order of the scene; nothing moves in the document where nothing changed.
function arrange(body, elements) {
  const isSame = body.children.length === elements.length && elements.every((element, index) => body.children[index] === element);
  if (!isSame) body.replaceChildren(...elements);
}

// Two digits of a bound, rounded up: what is shown is still a bound. The title has the whole text.
function boundText(text, status) {
  if (text === undefined || text === null || text === "" || status === "infinite") return "";
  const value = Number(text);
  if (!Number.isFinite(value)) return "";
  if (value === 0) return "0";
  const exponent = Math.floor(Math.log10(value));
  const digits = Math.ceil(Number((value / 10 ** exponent).toPrecision(12)) * 10);
  const [mantissa, power] = digits === 100 ? [10, exponent + 1] : [digits, exponent];
  return `${Math.floor(mantissa / 10)}.${mantissa % 10}e${power}`;
}

export { Numbers, measured };
