/* Descend: steps against the gradient, and the curve of the loss. */
import { say } from "./words.js";
import { decimal } from "./numbers.js";
import { MOST_STEPS } from "./address.js";
import { takeSteps } from "./training.js";
import { chart, dot } from "./chart.js";
import { fill } from "./fields.js";
import { write } from "./html.js";

export const descent = {
  refresh(piece) {
    const { state, losses, playing, $ } = piece, steps = losses.length - 1;
    const rate = $("[data-rate]"), field = $("[data-eta]");
    write($(".curve"), curveOf(losses));
    const more = piece.isStopped ? ` ${say("stopped")}` : "";
    $(".state").innerHTML = told(losses, state.steps.at(-1)?.[0]) + more;
    if (rate !== document.activeElement) rate.value = Math.log10(state.rate);
    if (field !== document.activeElement) fill(field, state.rate);
    $('[data-act="play"]').textContent = say(playing ? "pause" : "play");
    piece.disable("again", !steps);
  },
  acts: {
    step: (piece) => take(piece, 1),
    ten: (piece) => take(piece, 10),
    play(piece) {
      if (piece.playing) stop(piece);
      else piece.playing = setInterval(take, 80, piece, 1);
      piece.update();
    },
    again(piece) {
      stop(piece);
      piece.isStopped = false;
      piece.state.steps = [];
      piece.losses = null;
      piece.update();
      piece.tell(piece.$(".state").textContent);
    },
  },
};

/* Ends the play, and says whether there was one. */
export function stop(piece) {
  const { playing } = piece;
  clearInterval(playing);
  piece.playing = undefined;
  return Boolean(playing);
}

function take(piece, count) {
  piece.isStopped = false;
  const { steps, rate } = piece.state, run = steps.at(-1), taken = takeSteps(piece, count, rate);
  if (run?.[1] === rate) run[0] += taken;
  else if (taken) steps.push([taken, rate]);
  if (piece.losses.length > MOST_STEPS) stop(piece);
  piece.update();
  piece.tell(piece.$(".state").textContent);
}

/* A rise that is more than the rounding of floats, which at a minimum goes up and down. */
const isRise = (before, after) => after - before > 1e-9 * Math.abs(before) + 1e-18;

/* Two losses with as many decimals as tell them apart. */
function apart(one, other) {
  let places = 4;
  while (places < 12 && decimal(one, places) === decimal(other, places)) places += 1;
  return [decimal(one, places), decimal(other, places)];
}

/* A rate is too large where J has risen in the last step, or is more than it has been since the
   rate was chosen, ``run`` steps ago. */
function told(losses, run) {
  const steps = losses.length - 1, last = losses[steps], before = losses[steps - 1];
  if (!steps) return say("start", { loss: decimal(last) });
  const most = losses.length > MOST_STEPS ? ` ${say("most", { most: MOST_STEPS })}` : "";
  const least = Math.min(...losses.slice(-run - 1));
  if (isRise(before, last)) {
    const [from, loss] = apart(before, last);
    return say("rose", { before: from, loss }) + most;
  }
  if (isRise(least, last)) {
    const [best, loss] = apart(least, last);
    return say("above", { steps, loss, best }) + most;
  }
  const parts = { steps, loss: decimal(last), first: decimal(losses[0]) };
  return say(steps > 1 ? "fell" : "fell-once", parts) + most;
}

function curveOf(losses) {
  const steps = losses.length - 1, last = losses[steps], points = losses.map((J, i) => [i, J]);
  const rises = points.slice(1).map((point, i) => [points[i], point]);
  const top = Math.max(...losses.filter(isFinite)) * 1.05 || 1;
  const label = say("loss-is", { loss: decimal(last) });
  const view = { from: 0, to: Math.max(steps, 10), top, under: say("steps"), label };
  return chart(view, (line, across, down) => {
    const rising = rises.filter(([[, before], [, after]]) => isRise(before, after));
    return `<path class="curve" d="${line(points)}"/>
      <path class="rise" d="${rising.map(line).join("")}"/>
      ${dot("now", across(steps), down(last), 4)}`;
  });
}
