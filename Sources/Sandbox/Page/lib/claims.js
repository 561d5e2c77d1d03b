// Verdicts of the library's claims, as a scene shows them.

import { rowsOf } from "./api.js";
import { verdictOf } from "./verdict.js";

// A line for each reading, with the sentence that says it here. Over several pairs a reading holds where every row does.
function verdictsOf(answer, readings) {
  const rows = rowsOf(answer, "verify");
  return readings.map(([reading, text]) => {
    const those = rows.filter((row) => row.reading === reading);
    return verdictOf(those.find(({ verdict }) => verdict !== "holds") ?? those[0], text);
  });
}

export { verdictsOf };
