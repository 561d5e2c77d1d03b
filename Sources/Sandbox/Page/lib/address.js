// The state of the page is in the address after "#": a reload restores it, and a copied address shares it.
// Its form: #/SCENE?name=value&… ; what concerns the view (screen, theme, predict) stands beside the scene's own state.

// No control of a scene has one of these names.
const viewDefaults = { screen: "laptop", theme: "system", predict: "off" };

function readAddress() {
  const [scene, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const all = {};
  for (const part of query.split("&").filter((text) => text !== "")) {
    const [name, value = ""] = part.split(/=(.*)/s);
    try {
      all[decodeURIComponent(name)] = decodeURIComponent(value);
    } catch {
      // An address that was cut off inside a %-sequence: what can be read is kept.
    }
  }
  const view = { ...viewDefaults };
  for (const name of Object.keys(viewDefaults)) {
    if (name in all) view[name] = all[name];
    delete all[name];
  }
  return { scene, state: all, view };
}

// Characters of densities stay readable; the others are encoded.
function readable(text) {
  return encodeURIComponent(text).replace(/%(2C|3A|2F|2B|40)/g, (code) => decodeURIComponent(code));
}

// What equals the scene's default is left out, so that an address is short.
function addressOf(scene, state, defaults, view) {
  const parts = [];
  for (const [name, value] of Object.entries(state)) {
    if (value !== defaults[name]) parts.push(`${readable(name)}=${readable(value)}`);
  }
  for (const [name, value] of Object.entries(view)) {
    if (value !== viewDefaults[name]) parts.push(`${name}=${value}`);
  }
  return `#/${scene}${parts.length > 0 ? "?" : ""}${parts.join("&")}`;
}

export { addressOf, readAddress };
