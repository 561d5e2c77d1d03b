// An event stream that is read by hand, so that a refusal is seen as what it is and a closed stream does not begin anew by itself.

import { Gone, Refusal, requestAddress } from "./api.js";

// Calls `received(event, data)` for each event until the stream ends; throws Refusal, Gone, or AbortError.
async function readEvents(route, parameters, { signal, received }) {
  const response = await fetch(requestAddress(route, parameters), { signal }).catch((error) => {
    throw error.name === "AbortError" ? error : new Gone();
  });
  if (!response.ok) {
    const body = await response.json().catch(() => ({ sentence: `The server answered ${response.status}` }));
    throw new Refusal(body, response.status);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw error.name === "AbortError" ? error : new Gone();
    });
    if (done) return;
    text += value;
    const blocks = text.split("\n\n");
    text = blocks.pop();
    for (const block of blocks) {
      const field = (name) => block.split("\n").find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      if (field("event")) received(field("event"), JSON.parse(field("data")));
    }
  }
}

export { readEvents };
