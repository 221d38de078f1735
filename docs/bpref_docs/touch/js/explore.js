/* Explore: what a name is, its gradient, and the gradient found by nudging. */
import { data } from "./data.js";
import { inline, say } from "./words.js";
import { MINUS, decimal } from "./numbers.js";
import { compute, isParameter, numberOf } from "./network.js";
import { equationOf, rows, table } from "./formulas.js";
import { rangeOf, set } from "./drawing.js";
import { chart, dot } from "./chart.js";
import { fill } from "./fields.js";
import { write } from "./html.js";

/* An equation of a piece as HTML, as long as its panel is wide. */
export const equationHtml = ({ state, values, rowLength }, name, equation, brief) =>
  table(rows(name, equation ?? equationOf(name, state), values, rowLength, brief));

export const explore = {
  refresh(piece) {
    const { state, pointedAt, numbers, $ } = piece, name = state.show;
    $("[data-pick]").value = name;
    // What is not needed keeps its place, so that nothing moves under the pointer.
    const isTurned = name in numbers && (!pointedAt || pointedAt === name);
    $(".turn").style.visibility = isTurned ? "" : "hidden";
    if (name in numbers) refreshTurn(piece, name);
    const told = pointedAt || name;
    // Of another name all is new: what stayed would seem to move.
    if (told !== piece.told) $(".explained").replaceChildren();
    piece.told = told;
    write($(".explained"), explained(piece, told));
    $(".nudge").style.visibility = isParameter(name) ? "" : "hidden";
    if (isParameter(name) && $(".nudge").open) write($(".nudge div"), nudged(piece, name));
  },
  acts: {},
};

function refreshTurn({ numbers, isSliding, $ }, name) {
  const slider = $("[data-turn]"), field = $("[data-type]"), [min, max] = rangeOf(name, numbers);
  write($(".turn span"), inline(name));
  if (!isSliding) Object.assign(slider, { min, max }); // else it would slip from under the thumb
  slider.value = numbers[name];
  if (field !== document.activeElement) fill(field, String(numbers[name]).replace("-", MINUS));
  set(slider, { "aria-label": name });
  set(field, { "aria-label": name });
}

/* What is told of a name. */
export function explained(piece, name) {
  const { values } = piece, own = `d${name}`, letter = name[0], found = [];
  const add = (key, parts) => found.push(`<p>${say(key, parts)}</p>`);
  if (!name) {
    add("point");
    return found + equationHtml(piece, "J");
  }
  if (letter === "x") add("input", { name });
  if (letter === "y") add("target", { a: `a${numberOf(name) + 3}` });
  if (/[zaJy]/.test(letter)) found.push(equationHtml(piece, letter === "y" ? "J" : name));
  if (own in values) {
    found.push(equationHtml(piece, own));
    if (own in data.wholeWays) {
      add("whole-way");
      found.push(equationHtml(piece, own, [data.wholeWays[own]]));
    }
  }
  if (isParameter(name)) {
    const sign = values[own] === 0 ? "zero" : values[own] < 0 ? "negative" : "positive";
    add(`gradient-${sign}`, { name });
  }
  return found.join("");
}

/* J over one parameter, with the tangent and the line through the two points that h leads to. */
function nudged({ state, values, numbers, h }, name) {
  const here = values[name], slope = values[`d${name}`];
  const lossAt = (value) => compute({ ...state, numbers: { ...numbers, [name]: value } }).J;
  const ratio = (lossAt(here + h) - values.J) / h;
  const curve = Array.from({ length: 61 }, (_, i) => here - 3 + i / 10).map((x) => [x, lossAt(x)]);
  const through = (by) => [-4, 4].map((far) => [here + far, values.J + by * far]);
  const row = (label, number) => `<tr><td>${label}</td><td>${number}</td></tr>`;
  const numbersOf = [
    row("<math><mi>h</mi></math>", decimal(h, 6)),
    row(say("ratio"), decimal(ratio, 8)),
    row(inline(`d${name}`), decimal(slope, 8)),
    row(say("difference"), decimal(Math.abs(ratio - slope), 8)),
  ];
  const top = Math.max(...curve.map(([, loss]) => loss)) * 1.05 || 1;
  const view = { from: here - 3, to: here + 3, top, under: data.drawn[name] };
  const picture = chart(
    { ...view, label: say("loss-over-parameter") },
    (line, across, down) => `
      <path class="curve" d="${line(curve)}"/><path class="tangent" d="${line(through(slope))}"/>
      <path class="secant" d="${line(through(ratio))}"/>
      ${dot("now", across(here), down(values.J), 4)}
      ${dot("then", across(here + h), down(values.J + ratio * h), 3)}`
  );
  return `<table class="plain">${numbersOf.join("")}</table>${picture}`;
}
