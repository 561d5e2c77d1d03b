// Direct labels on curves: each label looks for a place beside its own curve where it covers neither another curve nor another label.
// A label keeps its place while that is about as good as any other, so that it does not jump while something is dragged.

const candidates = 28;
// How long a label keeps its place on its curve before it looks for a better one.
const patience = 250;

function placeLabels(panel) {
  let found = null;
  const obstacle = ({ name, xs, ys }) => ({ name, points: dense(pixels(panel, xs, ys, 120), 0.7 * panel.em) });
  const obstacles = () => (found ??= panel.curves.map(obstacle));
  const placed = [];
  for (const label of panel.labels) {
    const entry = panel.keep(`label ${label.name}`, "text", panel.layers.labels);
    const { node } = entry;
    if (node.textContent !== label.text) {
      letter(node, label.text);
      entry.size = undefined;
    }
    node.setAttribute("class", `label ink-${label.ink}${/^[A-Za-z]\*?$/.test(label.text) ? " symbol" : ""}`);
    if (entry.size === undefined || entry.em !== panel.em) {
      const box = node.getBBox();
      entry.size = { width: box.width + 0.4 * panel.em, height: box.height };
      entry.em = panel.em;
    }
    const place = label.where === "right" ? endOf(panel, label, entry, placed) : bestPlace(panel, label, entry, obstacles, placed);
    node.style.display = place ? "" : "none";
    if (!place) continue;
    placed.push(place);
    node.style.transform = `translate(${place.left + 0.2 * panel.em}px, ${place.top + entry.size.height * 0.78}px)`;
  }
}

function bestPlace(panel, label, entry, obstacles, placed) {
  const own = pixels(panel, label.xs, label.ys, candidates);
  const { width, height } = entry.size;
  const boxAt = (index, side) => {
    if (!own[index]) return null;
    const [left, top] = sidesOf(...own[index], width, height, panel.em)[side];
    return { left, top, right: left + width, bottom: top + height };
  };
  const now = performance.now();
  if (entry.place && now - entry.searched < patience && panel.picture.blend === 1) {
    const box = boxAt(...entry.place);
    if (box && !placed.some((other) => overlaps(box, other))) return box;
  }
  let best = null;
  own.forEach((_, index) => {
    for (const side of [0, 1, 2, 3]) {
      const box = boxAt(index, side);
      const isSame = entry.place?.[0] === index && entry.place[1] === side;
      const cost = costOf(panel, label, box, obstacles(), placed) + side * 0.4 - (isSame ? 2 : 0);
      if (!best || cost < best.cost) best = { ...box, cost, place: [index, side] };
    }
  });
  entry.place = best?.place;
  entry.searched = now;
  return best;
}

function costOf(panel, label, box, obstacles, placed) {
  let cost = outside(panel, box) * 40 + ((box.bottom - panel.top) / (panel.bottom - panel.top)) * 2.5;
  for (const other of placed) if (overlaps(box, other)) cost += 30;
  for (const { name, points } of obstacles) {
    const margin = name === label.name ? 0 : 3;
    for (const [x, y] of points) {
      if (x > box.left - margin && x < box.right + margin && y > box.top - margin && y < box.bottom + margin) cost += 1;
    }
  }
  return cost;
}

// The places of a label at a point of its curve: above, below, to the right and to the left.
function sidesOf(x, y, width, height, em) {
  return [
    [x - width / 2, y - height * 1.25], [x - width / 2, y + height * 0.3], [x + 0.6 * em, y - height / 2],
    [x - width - 0.6 * em, y - height / 2],
  ];
}

// Points along the lines between points, so that a steep curve has as many as a flat one.
function dense(points, distance) {
  return points.flatMap(([x, y], index) => {
    const [x0, y0] = points[index - 1] ?? [x, y];
    const count = Math.min(40, Math.max(1, Math.ceil(Math.hypot(x - x0, y - y0) / distance)));
    return Array.from({ length: count }, (_, step) => [x0 + ((x - x0) * (step + 1)) / count, y0 + ((y - y0) * (step + 1)) / count]);
  });
}

// The star of D* stands where a formula has it.
function letter(node, text) {
  const [first, star] = [text.slice(0, -1), text.slice(-1)];
  node.textContent = star === "*" ? first : text;
  if (star !== "*") return;
  const raised = document.createElementNS(node.namespaceURI, "tspan");
  raised.textContent = "*";
  raised.setAttribute("class", "star");
  raised.setAttribute("dy", "-0.1em");
  node.append(raised);
}

// At the right end of the curve, moved apart from the labels that stand there already.
function endOf(panel, label, entry, placed) {
  const points = pixels(panel, label.xs, label.ys, 100000);
  if (points.length === 0) return null;
  const [x, y] = points[points.length - 1];
  const { width, height } = entry.size;
  for (let shift = 0; shift < 12; shift += 1) {
    const top = Math.max(panel.ceiling, y - height / 2) + (shift % 2 === 0 ? 1 : -1) * Math.ceil(shift / 2) * height * 0.55;
    const box = { left: x + 0.2 * panel.em, top, right: x + width, bottom: top + height };
    if (!placed.some((other) => overlaps(box, other))) return box;
  }
  return null;
}

// At most `count` points of a curve, in pixels, of the part that is seen.
function pixels(panel, xs, ys, count) {
  const result = [];
  const stride = Math.max(1, Math.floor(xs.length / count));
  for (let index = Math.floor(stride / 2); index < xs.length; index += stride) {
    if (!Number.isFinite(ys[index])) continue;
    const [x, y] = [panel.x(xs[index]), panel.y(ys[index])];
    if (x >= panel.left - 1 && x <= panel.right + 1 && y >= panel.top - panel.em && y <= panel.bottom + 1) result.push([x, y]);
  }
  return result;
}

function outside(panel, box) {
  const over = [panel.left - box.left, box.right - panel.right, panel.ceiling - box.top, box.bottom - panel.bottom];
  return over.filter((value) => value > 0).reduce((sum, value) => sum + value, 0) / panel.em;
}

function overlaps(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

export { placeLabels };
