// All requests to the server go through this file. In an exported copy the answers are recorded ones.

// The server understood the request and refused it: one sentence, and the parameter that is to blame.
class Refusal extends Error {
  constructor({ sentence, parameter }, status = 400) {
    super(sentence);
    this.parameter = parameter ?? "";
    this.status = status;
  }
}

// Nobody answered.
class Gone extends Error {}

const isRecorded = () => globalThis.recorded !== undefined;

// The text by which a request is recorded: parameters in alphabetical order, those without a value left out.
function requestKey(route, parameters = {}) {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const query = new URLSearchParams(given.sort(([a], [b]) => (a < b ? -1 : 1))).toString().replaceAll("+", "%20");
  return query === "" ? route : `${route}?${query}`;
}

function requestAddress(route, parameters) {
  return `./api/${requestKey(route, parameters)}`;
}

async function get(route, parameters, { signal } = {}) {
  if (isRecorded()) return recordedAnswer(requestKey(route, parameters));
  return answerOf(() => fetch(requestAddress(route, parameters), { signal }));
}

async function post(route, parameters, body, { signal, method = "POST" } = {}) {
  if (isRecorded()) throw new Refusal({ sentence: "This copy holds recorded answers; divergences sandbox computes new ones" });
  return answerOf(() => fetch(requestAddress(route, parameters), { method, body, signal }));
}

async function answerOf(request) {
  let response, body;
  try {
    response = await request();
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    // Nothing came, or an answer that was cut off.
    if (!response || response.ok) throw new Gone();
    body = { sentence: `The server answered ${response.status}` };
  }
  if (!response.ok) throw new Refusal(body, response.status);
  return body;
}

function recordedAnswer(key) {
  const answer = globalThis.recorded[key];
  if (answer === undefined) {
    throw new Refusal({ sentence: "This copy holds recorded answers only, and none for this setting; divergences sandbox computes it" });
  }
  return answer;
}

// The rows of a table of an answer, each an object by the names of the columns; every value is the text of the CSV.
function rowsOf(answer, name) {
  const table = answer.tables[name];
  if (!table) return [];
  return table.rows.map((row) => Object.fromEntries(table.columns.map((column, index) => [column, row[index]])));
}

// The row of a table whose first column is `key`.
function rowOf(answer, name, key) {
  const table = answer.tables[name];
  return rowsOf(answer, name).find((row) => row[table.columns[0]] === key);
}

export { Gone, Refusal, get, isRecorded, post, requestAddress, requestKey, rowOf, rowsOf };
