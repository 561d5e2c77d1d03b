// A density as components that can be dragged, and as the text that the server reads.

// What of a family stands where on the axis: its middle and the distance of its width from there, or points of the axis.
const families = {
  normal: { middle: "mean", width: "sd" },
  laplace: { middle: "location", width: "scale" },
  logistic: { middle: "location", width: "scale" },
  cauchy: { middle: "location", width: "scale" },
  studentT: { middle: "location", width: "scale" },
  gumbel: { middle: "location", width: "scale" },
  skewNormal: { middle: "location", width: "scale" },
  gev: { middle: "location", width: "scale" },
  uniform: { points: ["lower", "upper"] },
  triangular: { points: ["lower", "mode", "upper"] },
  pareto: { points: ["scale"] },
  weibull: { points: ["scale"] },
  inverseGaussian: { points: ["mean"] },
};

// The components from the answer of the route `density`; [] where one of them cannot be written by its parameters.
function componentsOf(rows, count) {
  const components = [];
  for (const { component, weight, family, parameter, value, domain } of rows) {
    const index = Number(component) - 1;
    components[index] ??= { weight: Number(weight), family, parameters: [] };
    // The shortest text of the same number: 1 for 1.0.
    components[index].parameters.push({ name: parameter, text: String(Number(value)), domain });
  }
  return components.length === count && !components.includes(undefined) ? Array.from(components) : [];
}

function textOf(components) {
  const texts = components.map(({ weight, family, parameters }) => {
    const inner = `${family}(${parameters.map(({ text }) => text).join(",")})`;
    return components.length === 1 ? inner : `${weight}*${inner}`;
  });
  return texts.join("+");
}

function parameterOf(component, name) {
  return component.parameters.find((parameter) => parameter.name === name);
}

// The components with one parameter changed.
function withParameter(components, index, name, text) {
  return components.map((component, at) => {
    if (at !== index) return component;
    const parameters = component.parameters.map((parameter) => (parameter.name === name ? { ...parameter, text } : parameter));
    return { ...component, parameters };
  });
}

// The components with one weight changed; the others share the rest as before. Weights are hundredths, so that they add up.
function withWeight(components, index, weight) {
  if (components.length < 2) return components;
  const limit = 100 - (components.length - 1);
  const chosen = Math.max(1, Math.min(limit, Math.round(weight * 100)));
  const others = components.reduce((sum, component, at) => (at === index ? sum : sum + component.weight), 0);
  const shares = components.map((component, at) => {
    return at === index ? chosen : Math.max(1, Math.round(((100 - chosen) * component.weight) / others));
  });
  const rest = shares.findIndex((_, at) => at !== index && shares[at] === Math.max(...shares.filter((_, i) => i !== index)));
  shares[rest] += 100 - shares.reduce((sum, share) => sum + share, 0);
  return components.map((component, at) => ({ ...component, weight: Number((shares[at] / 100).toFixed(2)) }));
}

export { componentsOf, families, parameterOf, textOf, withParameter, withWeight };
