// Something in a picture that is dragged, or moved by the arrow keys: a slider for a screen reader. Shift makes the keys ten times
// as far.

const keyDirections = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

// `moved(x, y)` receives the new place in units of the axes; `by(dx, dy)` a number of steps of the keys. `value` and `text` are what
// a screen reader says, `shape` is "bead", "ring" or "bar".
function setHandle(panel, name, options) {
  const { px, py, shape = "bead", ink = "other", label, value, text } = options;
  const entry = panel.keep(`handle ${name}`, "g", panel.layers.handles, (node) => build(node));
  entry.options = options;
  entry.panel = panel;
  entry.node.holder = entry;
  const { node } = entry;
  node.setAttribute("class", `handle ${shape} ink-${ink}`);
  node.setAttribute("transform", `translate(${px.toFixed(2)},${py.toFixed(2)})`);
  node.setAttribute("aria-label", label);
  node.setAttribute("aria-valuenow", Number(value).toPrecision(6));
  node.setAttribute("aria-valuetext", text ?? String(value));
  node.dataset.handle = name;
  if (options.moves) node.dataset.moves = "ArrowRight";
  const { em } = panel;
  const size = { bead: 0.46, ring: 0.4, bar: 0.4 }[shape] * em * (options.weight ?? 1);
  node.querySelector(".touch").setAttribute("r", Math.max(1.1 * em, size));
  node.querySelector(".knob").setAttribute("r", size);
}

function build(node) {
  node.setAttribute("tabindex", "0");
  node.setAttribute("role", "slider");
  for (const style of ["touch", "knob"]) {
    const circle = document.createElementNS(node.namespaceURI, "circle");
    circle.setAttribute("class", style);
    node.append(circle);
  }
  node.addEventListener("pointerdown", grab);
  node.addEventListener("keydown", press);
}

function grab(event) {
  if (event.button !== 0) return;
  const node = event.currentTarget;
  const { picture } = node.holder.panel;
  const box = picture.svg.getBoundingClientRect();
  const scale = picture.width / box.width;
  const at = (pointer) => [(pointer.clientX - box.left) * scale, (pointer.clientY - box.top) * scale];
  // The pointer keeps its distance to the middle of the knob, so that taking hold moves nothing.
  const [x0, y0] = at(event);
  const offset = [node.holder.options.px - x0, node.holder.options.py - y0];
  node.setPointerCapture(event.pointerId);
  node.focus({ preventScroll: true });
  event.preventDefault();
  picture.held = node;
  const move = (pointer) => {
    const { panel, options } = node.holder;
    const [x, y] = at(pointer);
    options.moved(panel.x.invert(x + offset[0]), panel.y.invert(y + offset[1]));
  };
  const release = () => {
    picture.held = null;
    node.removeEventListener("pointermove", move);
    node.holder.options.released?.();
  };
  node.addEventListener("pointermove", move);
  node.addEventListener("lostpointercapture", release, { once: true });
}

function press(event) {
  const direction = keyDirections[event.key];
  const { options, panel } = event.currentTarget.holder;
  if (!direction || !options.by) return;
  event.preventDefault();
  const times = event.shiftKey ? 10 : 1;
  options.by(direction[0] * times, direction[1] * times, keyStep(panel));
}

// About a two-hundredth of the axis, rounded to 1, 2 or 5 in the last digit.
function keyStep(panel) {
  const [from, to] = panel.x.domain();
  return d3.tickStep(from, to, 200);
}

// A number as short as the axis deserves: a pixel of dragging changes the last digit.
function rounded(panel, value, domain = panel.x.domain()) {
  const [from, to] = domain;
  const digits = Math.max(0, Math.min(12, 1 - Math.floor(Math.log10(d3.tickStep(from, to, 100)))));
  return String(Number(value.toFixed(digits)));
}

export { keyStep, rounded, setHandle };
