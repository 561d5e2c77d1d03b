// The newest state is asked, one request at a time: nothing queues while a handle is dragged, and the last state is always
// asked in the end.

import { Gone, get, post, requestKey } from "./api.js";

const restMilliseconds = 200;

const keyOf = ({ route, parameters, body }) => `${requestKey(route, parameters)} ${body ?? ""}`;

class Asking {
  // `answered(answers, state, isLast)`, `refused(error, name)` and `lost(isLost)` are called as the server answers, refuses, or is
  // gone.
  constructor({ answered, refused, lost }) {
    this.answered = answered;
    this.refused = refused;
    this.lost = lost;
    this.wanted = null;
    this.isBusy = false;
    this.isLost = false;
    this.abort = new AbortController();
    // Ends the wait for rest.
    this.stir = () => {};
    // The last request and answer of each name: what did not change is not asked again.
    this.known = {};
  }

  // `requests` is an object of { route, parameters, body }; the answers come under the same names. One with `atRest` is answered
  // only after the state has stood still for a moment, and is missing until then.
  ask(requests, state) {
    this.wanted = { requests, state };
    this.stir();
    if (!this.isBusy) this.work();
  }

  async work() {
    this.isBusy = true;
    while (this.wanted !== null && !this.abort.signal.aborted) {
      const { requests, state } = this.wanted;
      this.wanted = null;
      try {
        const isRest = await this.rests(requests);
        if (isRest && this.wanted !== null) continue;
        const answers = await this.together(requests, isRest);
        if (this.abort.signal.aborted) break;
        this.setLost(false);
        const isWhole = Object.keys(requests).every((name) => name in answers);
        this.answered(answers, state, this.wanted === null && isWhole);
        if (!isWhole) this.wanted ??= { requests, state };
      } catch (error) {
        if (error.name === "AbortError") break;
        if (error instanceof Gone) {
          this.wanted ??= { requests, state };
          this.setLost(true);
          await this.return();
        } else {
          this.setLost(false);
          this.refused(error);
        }
      }
    }
    this.isBusy = false;
  }

  // Waits until the server answers again.
  async return() {
    while (!this.abort.signal.aborted) {
      await new Promise((resume) => setTimeout(resume, 1000));
      try {
        await get("about", {}, { signal: this.abort.signal });
        return;
      } catch (error) {
        if (!(error instanceof Gone)) return;
      }
    }
  }

  // Where all that is left to ask is asked at rest: waits for it, or for the next state.
  async rests(requests) {
    const open = Object.keys(requests).filter((name) => this.known[name]?.key !== keyOf(requests[name]));
    if (open.length === 0 || !open.every((name) => requests[name].atRest)) return false;
    await new Promise((resume) => {
      const timer = setTimeout(resume, restMilliseconds);
      this.stir = () => {
        clearTimeout(timer);
        resume();
      };
    });
    return true;
  }

  // All answers, or the first refusal in the order of the requests.
  async together(requests, isRest) {
    const names = Object.keys(requests).filter((name) => {
      return isRest || !requests[name].atRest || this.known[name]?.key === keyOf(requests[name]);
    });
    const outcomes = await Promise.allSettled(names.map((name) => this.answer(name, requests[name])));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
    return Object.fromEntries(names.map((name, index) => [name, outcomes[index].value]));
  }

  async answer(name, request) {
    const key = keyOf(request);
    if (this.known[name]?.key === key) return this.known[name].answer;
    const { route, parameters, body } = request;
    const { signal } = this.abort;
    const answer = await (body === undefined ? get(route, parameters, { signal }) : post(route, parameters, body, { signal }));
    this.known[name] = { key, answer };
    return answer;
  }

  // Asks a request of this name anew, though it has not changed.
  forget(name) {
    delete this.known[name];
  }

  setLost(isLost) {
    if (isLost !== this.isLost) this.lost(isLost);
    this.isLost = isLost;
  }

  close() {
    this.abort.abort();
  }
}

export { Asking };
