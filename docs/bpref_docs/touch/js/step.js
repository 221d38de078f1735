/* Step: one equation after the other. */
import { data } from "./data.js";
import { say } from "./words.js";
import { write } from "./html.js";
import { equationHtml } from "./explore.js";

const last = data.steps.length - 1;

/* What is told of a step. */
export function stepped(piece, at) {
  const { state, root } = piece, one = data.steps[at];
  const equations = one.equations[state.loss] ?? one.equations;
  const computed = at ? one.names : []; // before the first step all is given
  return [
    `<p class="count">${say("count", { at, last })}</p>`,
    `<p class="title">${one.title}</p><p>${one.words}</p>`,
    ...equations.map((equation) => `<p>${equation}</p>`),
    ...computed.map((name) =>
      equationHtml(piece, name, undefined, !one.full.includes(name) && "result")
    ),
    `<p><a href="${root.dataset.root}${one.link}">${one.page}</a></p>`,
  ].join("");
}

export const step = {
  refresh(piece) {
    const { at } = piece.state;
    write(piece.$(".explained"), stepped(piece, at));
    piece.disable("before", at === 0);
    piece.disable("next", at === last);
  },
  acts: {
    before: (piece) => stepTo(piece, piece.state.at - 1),
    next: (piece) => stepTo(piece, piece.state.at + 1),
  },
};

function stepTo(piece, at) {
  piece.state.at = at;
  piece.update();
  piece.tell(data.steps[at].plain);
}
