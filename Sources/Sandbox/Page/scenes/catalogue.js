// The scenes in the order of the lecture's slides. A scene is an object of these parts; the frame (lib/frame.js) does the rest:
//
//   id, title, claim     its name in the address, its title, and the slide's claim in one sentence; $…$ is a formula
//   thumbnail            strokes { ink, d, filled, dashed } of the small picture on the entry page, 160 by 90
//   controls             [{ kind, name, label, value, … }]: slider, density, choice, switch, number or button (lib/controls.js);
//                        `when(state)` says whether it is shown; the one thing to move has `moves: true`
//   presets              [{ name, state }]: what differs from the controls' values; named for what they show
//   guess                { question, choices: [{ value, text }], right(answers, view) }: what "predict first" asks
//   requests(state, held, view)  an object of { route, parameters, body, atRest }; `held` is [from, to] of the axis while a handle
//                        is dragged, else null: windowOf (lib/density-control.js) then makes an axis for densities
//   draw(answers, view)  draws into view.picture (lib/picture.js, lib/panel.js)
//   numbers(answers, view)  a list of measured(…) (lib/numbers.js)
//   verdict(answers, view)  a list of { mark: "holds" | "fails" | "open" | "plain", text }
//   takes                the name of the request whose command and CSV can be taken away
//   build(view)          an element of the scene's own below the picture; without `draw` there is no picture
//   adjust(state, name), blame(parameter, state), hint, live   where needed

import { twoDensities } from "./01-two-densities.js";
import { famousSentence } from "./03-famous-sentence.js";
import { algorithmOne } from "./05-algorithm-1.js";
import { wasserstein } from "./09-wasserstein.js";

const scenes = [
  twoDensities,
  famousSentence,
  algorithmOne,
  wasserstein,
];

export { scenes };
