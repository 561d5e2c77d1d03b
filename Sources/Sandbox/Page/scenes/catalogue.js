// The scenes in the order of the lecture's slides. A scene is an object of these parts; the frame (lib/frame.js) does the rest:
//
//   id, title, claim     its name in the address, its title, and the slide's claim in one sentence; $…$ is a formula
//   thumbnail            strokes { ink, d, filled, dashed } of the small picture on the entry page, 160 by 90
//   controls             [{ kind, name, label, value, … }]: slider, density, choice, switch, number or button (lib/controls.js);
//                        `when(state)` says whether it is shown; the one thing to move has `moves: true`
//   presets              [{ name, state }]: what differs from the controls' values; named for what they show
//   guess                { question, choices: [{ value, text }], right(answers, view) }: what "predict first" asks
//                        `always: true`: asked in any case; `anew`: the value of the state that is another question;
//                        `made(isRight, view)`: called with each guess
//   requests(state, held, view)  an object of { route, parameters, body, atRest }; `held` is [from, to] of the axis while a handle
//                        is dragged, else null: windowOf (lib/density-control.js) then makes an axis for densities
//   draw(answers, view)  draws into view.picture (lib/picture.js, lib/panel.js)
//   numbers(answers, view)  a list of measured(…) (lib/numbers.js)
//   verdict(answers, view)  a list of { mark: "holds" | "fails" | "open" | "plain", text }
//   takes                the name of the request whose command and CSV can be taken away
//   build(view)          an element of the scene's own below the picture; without `draw` there is no picture
//   fill(answers, view)  brings that element up to date, also after a guess
//   recorded             the states that a copy without a server holds (lib/recorded.js)
//   adjust(state, name), blame(parameter, state), hint, live   where needed

import { isRecorded } from "../lib/api.js";
import { twoDensities } from "./01-two-densities.js";
import { likelihood } from "./02-likelihood.js";
import { famousSentence } from "./03-famous-sentence.js";
import { byHand } from "./04-by-hand.js";
import { algorithmOne } from "./05-algorithm-1.js";
import { dirac } from "./06-dirac.js";
import { collapse } from "./07-collapse.js";
import { birthday } from "./08-birthday.js";
import { wasserstein } from "./09-wasserstein.js";
import { remedies } from "./10-remedies.js";
import { quiz } from "./11-quiz.js";

const lecture = [
  twoDensities,
  likelihood,
  famousSentence,
  byHand,
  algorithmOne,
  dirac,
  collapse,
  birthday,
  wasserstein,
  remedies,
  quiz,
].map((scene, index) => Object.assign(scene, { ordinal: index + 1 }));

// A copy that needs no server has the scenes whose states are recorded, under the same numbers.
const scenes = isRecorded() ? lecture.filter(({ recorded }) => recorded) : lecture;

export { scenes };
