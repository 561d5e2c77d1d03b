// The page: one scene at a time, or the list of all; the address says which, and in what state.

import { addressOf, readAddress } from "./lib/address.js";
import { make } from "./lib/dom.js";
import { entryPage } from "./lib/entry.js";
import { Frame } from "./lib/frame.js";
import { OwnData } from "./lib/own-data.js";
import { Switches } from "./lib/switches.js";
import { scenes } from "./scenes/catalogue.js";

const addressDelay = 200;

class Page {
  constructor() {
    this.view = readAddress().view;
    this.frame = null;
    this.address = null;
    this.switches = new Switches(this.view, (name) => this.viewChanged(name));
    this.links = scenes.map((scene) => {
      const name = `Scene ${scene.ordinal}: ${scene.title}`;
      return make("a", { href: `#/${scene.id}`, title: scene.title, "aria-label": name }, `${scene.ordinal}`);
    });
    this.data = new OwnData({ use: (text) => this.frame?.useData(text), accepts: () => this.frame?.acceptedData() ?? null });
    this.main = make("main", { id: "main" });
    document.body.append(
      make("a", { class: "skip", href: "#main", click: (event) => this.skip(event) }, "To the scene"),
      make(
        "header", { class: "bar" },
        make("a", { class: "home", href: "#/" }, "Divergences"),
        make("nav", { "aria-label": "Scenes" }, this.links),
        this.data.toggle,
        this.switches.element,
      ),
      this.data.panel,
      make(
        "p", { class: "gone", role: "alert", "data-gone": true, hidden: true },
        "The server does not answer. Start ", make("code", {}, "divergences sandbox"), " again: the page then goes on by itself.",
      ),
      this.main,
    );
    addEventListener("hashchange", () => this.navigate());
    addEventListener("keydown", (event) => this.turn(event));
    this.navigate();
  }

  navigate() {
    if (location.hash === this.address) return;
    this.address = location.hash;
    const { scene: id, state, view } = readAddress();
    Object.assign(this.view, this.frame === undefined || location.hash.includes("?") ? view : this.view);
    this.switches.show();
    const scene = scenes.find((candidate) => candidate.id === id);
    if (scene && this.frame?.scene === scene) {
      this.frame.restore(state);
      return;
    }
    this.frame?.close();
    this.frame = null;
    document.body.dataset.scene = scene?.id ?? "";
    document.title = scene ? `${scene.title} · Divergences` : "Divergences: a sandbox for the theory of GANs";
    this.links.forEach((link, index) => link.toggleAttribute("aria-current", scenes[index] === scene));
    if (scene) this.open(scene, state);
    else {
      this.main.replaceChildren(entryPage(scenes));
      document.body.dataset.state = "ready";
    }
    this.data.show();
    scrollTo(0, 0);
  }

  open(scene, state) {
    this.frame = new Frame(scene, state, { changed: () => this.write() });
    this.main.replaceChildren(this.frame.element);
    this.frame.predict(this.view.predict === "on");
    this.frame.open();
    this.write();
  }

  // Browsers refuse an address that changes with every movement: it is written once the state rests. An address that is
  // new since then is where a reader wants to go, and the page has not been told yet: it is not written over.
  write() {
    clearTimeout(this.writing);
    this.writing = setTimeout(() => {
      if (!this.frame || location.hash !== this.address) return;
      const address = addressOf(this.frame.scene.id, this.frame.state, this.frame.defaults, this.view);
      history.replaceState(null, "", address);
      this.address = location.hash;
    }, addressDelay);
  }

  viewChanged(name) {
    if (name === "predict") this.frame?.predict(this.view.predict === "on");
    if (this.frame) {
      this.frame.picture.resize();
      this.write();
    }
  }

  skip(event) {
    event.preventDefault();
    this.main.querySelector("h1").focus();
  }

  // A presenter's remote sends the page keys: they turn to the next scene and back.
  turn(event) {
    const step = { PageDown: 1, PageUp: -1 }[event.key];
    if (step === undefined || event.target.matches("input[type=text], input[type=range], select")) return;
    const next = scenes[scenes.indexOf(this.frame?.scene) + step];
    if (!next) return;
    event.preventDefault();
    location.hash = `#/${next.id}`;
  }
}

new Page();
