// The small pictures of the entry page: signs of what a scene shows, 160 by 90, without numbers.

// A bell around `middle` on the ground at 78.
function bell(middle, width, height, ground = 78) {
  const [left, right, top] = [middle - 2.4 * width, middle + 2.4 * width, ground - height];
  return `M${left} ${ground}C${middle - 1.1 * width} ${ground} ${middle - 0.8 * width} ${top} ${middle} ${top}`
    + `S${middle + 1.1 * width} ${ground} ${right} ${ground}`;
}

// `strokes` are { ink, d, filled, dashed }.
function drawThumbnail(svg, strokes = []) {
  for (const { ink, d, filled = false, dashed = false } of strokes) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    path.setAttribute("class", `${filled ? "area" : "curve"} ink-${ink}${dashed ? " dashed" : ""}`);
    svg.append(path);
  }
}

export { bell, drawThumbnail };
