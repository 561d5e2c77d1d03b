// The states of a scene that an exported copy holds: its presets, and some values of one control or of a few around the first state.
//
// A scene declares them as `recorded: { around: [{ name: value, … }, …], free: [name, …] }`; `free` are controls that ask nothing of the
// server. A scene without it is not in the copy.

function recordedStates(scene, defaults) {
  const changes = [...(scene.presets ?? []).map(({ state }) => state), {}, ...(scene.recorded.around ?? [])];
  const states = new Map(changes.map((change) => {
    const state = { ...defaults, ...change };
    return [JSON.stringify(state), state];
  }));
  return [...states.values()];
}

// The recorded state that is nearest to a state, with that state's own free controls, and whether they are the same. Where `from` is
// given, a recorded state that was left by a small step, the next one in the direction of that step.
function nearestRecorded(scene, defaults, state, from = null) {
  const free = Object.fromEntries((scene.recorded.free ?? []).map((name) => [name, state[name]]));
  const names = Object.keys(defaults).filter((name) => !(name in free));
  const apart = (a, b) => names.reduce((sum, name) => sum + distanceOf(a[name], b[name]), 0);
  const nearestOf = (states) => states.reduce((best, other) => (apart(state, other) < apart(state, best) ? other : best));
  const states = recordedStates(scene, defaults);
  const nearest = nearestOf(states);
  const isLeft = from !== null && apart(state, from) > 0 && apart(nearest, from) === 0;
  const ahead = isLeft ? states.filter((other) => apart(other, from) > 0 && apart(other, state) < apart(other, from)) : [];
  const chosen = ahead.length > 0 ? nearestOf(ahead) : nearest;
  return { state: { ...chosen, ...free }, isSame: apart(state, chosen) === 0 };
}

// Texts that differ in their numbers alone are as far apart as those; others are very far.
function distanceOf(a, b) {
  if (a === b) return 0;
  const numbers = /[-+]?\d+\.?\d*(?:e[-+]?\d+)?/g;
  const [words, others] = [a, b].map((text) => text.replace(numbers, "#"));
  if (words !== others) return 1e6;
  const [first, second] = [a, b].map((text) => text.match(numbers).map(Number));
  return first.reduce((sum, value, index) => sum + Math.abs(value - second[index]), 0);
}

// The values of a slider that a copy holds: from, to and step; null where it holds none.
function recordedRange(scene, name) {
  const values = (scene.recorded.around ?? []).filter((change) => name in change).map((change) => Number(change[name]));
  if (values.length < 2) return null;
  const sorted = [...new Set(values)].sort((a, b) => a - b);
  return { min: sorted[0], max: sorted[sorted.length - 1], step: Math.min(...sorted.slice(1).map((value, index) => value - sorted[index])) };
}

// The values from one end to another, as texts of a control.
function steps(from, to, by) {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, index) => String(Number((from + index * by).toPrecision(6))));
}

export { nearestRecorded, recordedRange, recordedStates, steps };
