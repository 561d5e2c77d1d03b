// Elements from a tag, attributes and children; a text child is text, never markup.

// An attribute that is a function listens to the event of its name; false, null and undefined leave it out.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

// A text in which $…$ is a formula. Where KaTeX is missing, its plain text is shown.
function prose(element, text) {
  if (element.dataset.prose === text) return element;
  element.dataset.prose = text;
  const nodes = [];
  text.split("$").forEach((part, index) => {
    if (index % 2 === 1) return nodes.push(formula(part));
    // A line does not begin with the comma or colon after a formula.
    const mark = index > 0 ? part.match(/^[.,:;’)]\S*/)?.[0] ?? "" : "";
    if (mark !== "") nodes.push(make("span", { class: "together" }, nodes.pop(), mark));
    return nodes.push(document.createTextNode(part.slice(mark.length)));
  });
  element.replaceChildren(...nodes);
  return element;
}

// A formula, and for a screen reader its text in a line.
function formula(source) {
  const span = make("span", { class: "formula" });
  if (!globalThis.katex) {
    span.textContent = spoken(source);
    return span;
  }
  globalThis.katex.render(source, span, { throwOnError: false, output: "html" });
  span.append(make("span", { class: "unseen" }, spoken(source)));
  return span;
}

// The formula without TeX's commands: \\frac{p}{p+q} is (p)/(p+q).
function spoken(source) {
  return source
    .replace(/\\d?frac\{([^{}]*)\}\{([^{}]*)\}/g, "($1)/($2)")
    .replace(/\\frac\s*(\w)\s*(\w)/g, "$1/$2")
    .replace(/\\(?:mathrm|mathbb|mathcal|text|operatorname)\s*\{?(\w*)/g, "$1")
    .replace(/\\Vert/g, "‖").replace(/\\le\b/g, "≤").replace(/\\ge\b/g, "≥").replace(/\\pm/g, "±").replace(/\\theta/g, "θ")
    .replace(/\\[,;! ]/g, " ")
    .replace(/[\\{}]/g, "").replace(/\s+/g, " ").trim();
}

// Changes a text only where it differs, so that a table of numbers is not laid out anew thirty times a second.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

export { make, prose, write };
