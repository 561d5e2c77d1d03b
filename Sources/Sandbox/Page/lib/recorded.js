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

// The recorded state that is nearest to a state, with that state's own free controls, and whether they are the same.
function nearestRecorded(scene, defaults, state) {
  const free = Object.fromEntries((scene.recorded.free ?? []).map((name) => [name, state[name]]));
  const names = Object.keys(defaults).filter((name) => !(name in free));
  const distance = (other) => names.reduce((sum, name) => sum + distanceOf(state[name], other[name]), 0);
  const states = recordedStates(scene, defaults);
  const nearest = states.reduce((best, other) => (distance(other) < distance(best) ? other : best));
  return { state: { ...nearest, ...free }, isSame: distance(nearest) === 0 };
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

// The values from one end to another, as texts of a control.
function steps(from, to, by) {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, index) => String(Number((from + index * by).toPrecision(6))));
}

export { nearestRecorded, recordedStates, steps };
