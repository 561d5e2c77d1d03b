// The picture of a live training: on the left what is exact at this step, on the right how it came there.

import { densityTop } from "./ranges.js";

const modeInks = ["pink", "gold", "sky", "wine", "olive", "accent"];
const losses = { non_saturating: "−log D", saturating: "log(1 − D)" };

function drawTraining({ start, frame, history, past }, picture, { gradient }, memory) {
  const isWide = !picture.isNarrow;
  const shown = past ?? frame;
  const left = { densities: { share: 1.8 }, discriminators: { share: 1.2 } };
  if (hasGradients(shown, gradient)) left.gradients = { share: 1.1 };
  const right = { js: { share: 1, right: 4.6 }, gap: { share: 1, right: 4.6 }, losses: { share: 1, right: 4.6 } };
  if (start.modes.length > 1) right.modes = { share: 1, right: 4.6 };
  const panels = picture.rows(left, isWide ? { width: 0.58 } : { height: 0.54 });
  const histories = picture.rows(right, isWide ? { left: 0.6, width: 0.4 } : { top: 0.54, height: 0.46 });
  const domain = [start.x[0], start.x[start.x.length - 1]];
  drawPlayers(panels.densities, domain, start, shown);
  drawDiscriminators(panels.discriminators, domain, start, shown);
  if (panels.gradients) drawGradients(panels.gradients, domain, start, shown, gradient, memory);
  drawHistories(histories, history, start, past);
}

// The axis holds still while q moves: it is P's, with room for a generator that is twice as high.
function drawPlayers(panel, domain, { x, p }, { q, samples }) {
  panel.axes({ x: domain, y: [0, 2 * densityTop([p])], yTicks: 2 });
  panel.area("p", x, p, { ink: "p" });
  panel.line("p", x, p, { ink: "p", label: "p" });
  if (q.length > 0) {
    panel.area("q", x, q, { ink: "q" });
    panel.line("q", x, q, { ink: "q", label: "q" });
  }
  panel.rug("samples", samples.filter((sample) => sample >= domain[0] && sample <= domain[1]), { ink: "q" });
}

function drawDiscriminators(panel, domain, { x }, { d, d_star: best }) {
  panel.axes({ x: domain, y: [0, 1], yTicks: [0, 0.5, 1] });
  panel.rule("half", { y: 0.5 });
  if (best.length > 0) panel.line("optimum", x, best, { ink: "optimal", label: "D*", dashed: true });
  if (d.length > 0) panel.line("learned", x, d, { ink: "learned", label: "D" });
}

function hasGradients({ gradients }, gradient) {
  return gradients?.[gradient]?.length > 0;
}

function drawGradients(panel, domain, { x }, { gradients }, gradient, memory) {
  const [learned, best] = [gradients[gradient], gradients[`${gradient}_optimal`]];
  const sizes = learned.filter(Number.isFinite).map(Math.abs).sort(d3.ascending);
  // The axis shrinks slowly, so that it does not tremble with the discriminator.
  const wanted = Math.max(1e-9, 1.4 * (d3.quantile(sizes, 0.92) ?? 1));
  memory.reach = Math.max(wanted, 0.98 * (memory.reach ?? 0));
  panel.axes({ x: domain, y: [-memory.reach, memory.reach], yTicks: [0], title: `slope of the generator’s loss ${losses[gradient]} at x` });
  panel.rule("zero", { y: 0 });
  panel.line("optimum", x, best, { ink: "optimal", label: "under D*", dashed: true, thin: true });
  panel.line("learned", x, learned, { ink: "learned", label: "under D" });
}

function drawHistories({ js, gap, losses: lossPanel, modes }, history, { modes: intervals }, past) {
  if (history.newestRow === null) return;
  const items = history.rows.with(history.newestRow);
  const steps = items.map(({ step }) => step);
  const domain = [0, Math.max(10, steps[steps.length - 1])];
  const column = (name) => items.map((row) => row[name]);
  const last = modes ?? lossPanel;
  const axes = (panel, y, title) => {
    panel.axes({ x: domain, y, yTicks: 2, xTicks: 3, title, xLabel: panel === last ? "step" : "", xFormat: d3.format("~s") });
    if (past) panel.rule("past", { x: past.step });
  };
  axes(js, [0, 0.75], "JS(P, Q)");
  js.rule("limit", { y: Math.LN2, label: "log 2" });
  js.line("js", steps, column("js"), { ink: "accent" });
  axes(gap, [0, robustTop([column("gap")], 0.02)], "V(D*) − V(D)");
  gap.line("gap", steps, column("gap"), { ink: "learned" });
  const [discriminator, generator] = [column("discriminator"), column("generator")];
  axes(lossPanel, robustEnds([discriminator, generator]), "losses");
  lossPanel.line("discriminator", steps, discriminator, { ink: "learned", label: "D", where: "right", thin: true });
  lossPanel.line("generator", steps, generator, { ink: "q", label: "G", where: "right", thin: true });
  if (!modes) return;
  axes(modes, [0, 1], "Q’s mass on each mode of P");
  intervals.forEach(({ mass }, index) => {
    const ink = modeInks[index % modeInks.length];
    modes.rule(`mass ${index}`, { y: mass });
    modes.line(`mode ${index}`, steps, items.map((row) => row.modes[index] ?? NaN),
      { ink, label: `mode ${index + 1}`.slice(intervals.length > 3 ? 5 : 0), where: "right" });
  });
}

// A few wild values do not flatten the rest.
function robustTop(curves, least) {
  const values = curves.flatMap((curve) => curve.filter(Number.isFinite)).sort(d3.ascending);
  return Math.max(least, 1.15 * (d3.quantile(values, 0.98) ?? least));
}

function robustEnds(curves) {
  const values = curves.flatMap((curve) => curve.filter(Number.isFinite)).sort(d3.ascending);
  const [low, high] = [Math.min(0, d3.quantile(values, 0.02) ?? 0), d3.quantile(values, 0.98) ?? 1];
  return [low, Math.max(high * 1.15, low + 0.1)];
}

export { drawTraining };
