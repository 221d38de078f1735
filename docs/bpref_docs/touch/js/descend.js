/* Descend: steps against the gradient, and the curve of the loss. */
import { say } from "./words.js";
import { decimal } from "./numbers.js";
import { MOST_STEPS } from "./address.js";
import { takeSteps } from "./training.js";
import { chart, dot } from "./chart.js";

export const descent = {
  refresh(piece) {
    const { state, losses, playing, $ } = piece, steps = losses.length - 1;
    const rate = $("[data-rate]"), field = $("[data-eta]");
    $(".curve").innerHTML = curveOf(losses);
    $(".state").innerHTML = told(losses);
    if (rate !== document.activeElement) rate.value = Math.log10(state.rate);
    if (field !== document.activeElement) field.value = state.rate;
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
      piece.state.steps = [];
      piece.losses = null;
      piece.update();
      piece.tell(piece.$(".state").textContent);
    },
  },
};

export function stop(piece) {
  clearInterval(piece.playing);
  piece.playing = undefined;
}

function take(piece, count) {
  const { steps, rate } = piece.state, run = steps.at(-1), taken = takeSteps(piece, count, rate);
  if (run?.[1] === rate) run[0] += taken;
  else if (taken) steps.push([taken, rate]);
  if (piece.losses.length > MOST_STEPS) stop(piece);
  piece.update();
  piece.tell(piece.$(".state").textContent);
}

function told(losses) {
  const steps = losses.length - 1, [before, last] = [losses[steps - 1], losses[steps]];
  const loss = decimal(last);
  if (last > before) return say("rose", { before: decimal(before), loss });
  return steps ? say("fell", { steps, loss, first: decimal(losses[0]) }) : say("start", { loss });
}

function curveOf(losses) {
  const steps = losses.length - 1, last = losses[steps], points = losses.map((J, i) => [i, J]);
  const rises = points.slice(1).map((point, i) => [points[i], point]);
  const top = Math.max(...losses.filter(isFinite)) * 1.05 || 1;
  const label = say("loss-is", { loss: decimal(last) });
  const view = { from: 0, to: Math.max(steps, 10), top, under: say("steps"), label };
  return chart(view, (line, across, down) => {
    const rising = rises.filter(([[, before], [, after]]) => after > before).map(line).join("");
    return `<path class="curve" d="${line(points)}"/><path class="rise" d="${rising}"/>
      ${dot("now", across(steps), down(last), 4)}`;
  });
}
