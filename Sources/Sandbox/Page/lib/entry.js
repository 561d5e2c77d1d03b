// The entry page: the scenes in the order of the lecture, each with a small picture.

import { make, prose } from "./dom.js";
import { drawThumbnail } from "./thumbnails.js";

function entryPage(scenes) {
  const cards = scenes.map((scene) => {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("viewBox", "0 0 160 90");
    picture.setAttribute("aria-hidden", "true");
    drawThumbnail(picture, scene.thumbnail);
    const link = make(
      "a", { href: `#/${scene.id}`, "data-scene-link": scene.id, class: "card" },
      picture, make("span", { class: "ordinal" }, `${scene.ordinal}`), make("strong", {}, scene.title),
      prose(make("span", { class: "claim" }), scene.claim),
    );
    return make("li", {}, link);
  });
  return make(
    "article", { class: "entry" },
    make("h1", { tabindex: "-1" }, "What lectures say about GANs, and what is so"),
    make(
      "p", { class: "claim" },
      "Ten claims of GAN theory to play with, in one dimension, where every number can be exact. Each number comes with a bound on its "
        + "error, and is the one that the command prints.",
    ),
    make("ol", { class: "cards" }, cards),
  );
}

export { entryPage };
