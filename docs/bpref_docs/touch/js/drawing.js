/* The drawing: the build has made it; here it is lit, and its numbers are filled in. */
import { data } from "./data.js";
import { say } from "./words.js";
import { MINUS, rounded, short } from "./numbers.js";
import { equationOf, namesIn } from "./formulas.js";
import { isParameter } from "./network.js";
import { pathsOf } from "./paths.js";
import { isPractising } from "./training.js";

/* How many characters there is room for, and how wide one is, in letters. */
const ROOM = 7, ROOM_OF_J = 5, CHARACTER = 0.54;

/* Makes the picture of a page one that can be touched. */
export function findDrawing(svg) {
  set(svg, { role: "group", "aria-label": data.says.drawing });
  const parts = [...svg.querySelectorAll("[data-name]")];
  for (const part of parts) {
    const { name } = part.dataset;
    if (name[0] === "d") continue;
    set(part, { tabindex: 0, role: name in data.example ? "slider" : "button" });
  }
  return {
    svg, parts,
    letters: parseFloat(getComputedStyle(svg).fontSize), // in the units of the drawing
    lines: [...svg.querySelectorAll("[data-line]")],
    values: [...svg.querySelectorAll("[data-value]")],
  };
}

/* Sets the attributes that are not so already. */
export function set(node, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (node.getAttribute(key) !== String(value)) node.setAttribute(key, value);
  }
}

/* Whether a number is known: in an exercise, before a step. */
export function isKnown(name, { state, exercise }) {
  if (state.mode === "practise") {
    const given = data.exercises[state.exercise].given.includes(name);
    return name[0] !== "d" || given || name in exercise.found;
  }
  if (state.mode !== "step") return true;
  return data.steps.slice(0, state.at + 1).some(({ names }) => names.includes(name));
}

const isAsked = (name, { state, exercise }) =>
  state.mode === "practise" && exercise.blanks.includes(name);

/* The names that are lit: forward, and on the way of a gradient. */
function lit(piece) {
  const { state, pointedAt, exercise } = piece;
  if (isPractising(piece)) {
    // The hint: what stands in the equation of the blank.
    const inside = exercise.hint ? namesIn(equationOf(exercise.at, state).at(-1)) : [];
    const names = inside.map((name) => name.replace("gp", "z"));
    return {
      forward: new Set(names.filter((name) => /^[axzy]/.test(name))),
      gradient: new Set([exercise.at, ...names]),
    };
  }
  if (state.mode === "step" && !pointedAt) {
    const { forward, gradient } = data.steps[state.at];
    return { forward: new Set(forward), gradient: new Set(gradient) };
  }
  return pathsOf(pointedAt || (state.mode === "explore" ? state.show : ""));
}

export function paint(piece) {
  const { drawing, values } = piece, { forward, gradient } = lit(piece);
  const isLit = forward.size + gradient.size > forward.has("");
  const dims = isLit && !(isPractising(piece) && !piece.exercise.hint);
  for (const node of drawing.values) {
    const name = node.dataset.value;
    let text = isAsked(name, piece) ? "?" : "";
    if (isKnown(name, piece)) text = shortOf(name, values);
    if (node.textContent !== text) node.textContent = text;
  }
  for (const { dataset, classList, style } of drawing.lines) {
    const name = dataset.line, isOutput = name[0] === "a";
    if (name[0] === "w") style.setProperty("--thick", `${thickness(values[name])}px`);
    classList.toggle("goes", forward.has(name) && (!isOutput || forward.has("J")));
    classList.toggle("comes", gradient.has(name) || (isOutput && gradient.has(`d${name}`)));
  }
  for (const node of drawing.parts) {
    const { name } = node.dataset, own = `d${name}`, parameter = isParameter(name);
    const on = forward.has(name) || gradient.has(name) || (parameter && gradient.has(own));
    node.classList.toggle("lit", on);
    node.classList.toggle("own", gradient.has(own));
    node.classList.toggle("dim", dims && !on);
    node.classList.toggle("bare", parameter && !isKnown(own, piece) && !isAsked(own, piece));
    node.classList.toggle("kept", piece.state.mode === "explore" && name === piece.state.show);
    if (parameter) fitPlate(node, drawing.letters);
    if (node.hasAttribute("role")) tell(node, name, piece);
  }
}

/* How thick a weight's line is, as in the still picture (touch/drawing.py). */
export function thickness(weight) {
  const size = Math.abs(weight), { thinnest, thickest, halfway } = data.thickness;
  return +(thinnest + ((thickest - thinnest) * size) / (size + halfway)).toFixed(2);
}

/* Makes what is behind a parameter as wide as its texts, so that it hides little of the line. */
function fitPlate(node, letters) {
  const rect = node.querySelector("rect"), texts = [...node.querySelectorAll("text")];
  const lengths = texts.map((text) => text.textContent.replace("\u200b", "").length);
  const width = Math.max(...lengths) * CHARACTER * letters + 10;
  const middle = +texts[0].getAttribute("x");
  set(rect, { x: middle - width / 2, width });
}

const shortOf = (name, values) => short(values[name], name === "J" ? ROOM_OF_J : ROOM);

/* What a screen reader says of a part. */
function tell(node, name, piece) {
  const { values, numbers, state } = piece, meaning = data.meanings[name];
  if (node.getAttribute("role") === "button") {
    const number = shortOf(name, values).replace(MINUS, "-");
    const label = isKnown(name, piece)
      ? say("part-with-number", { name, meaning, number })
      : say("part", { name, meaning });
    set(node, { "aria-label": label, "aria-pressed": name === state.show });
    return;
  }
  const number = rounded(values[name]), own = `d${name}`, [low, high] = rangeOf(name, numbers);
  const hasGradient = own in values && isKnown(own, piece);
  set(node, {
    "aria-label": say("part", { name, meaning }),
    "aria-valuenow": numbers[name],
    "aria-valuemin": low,
    "aria-valuemax": high,
    "aria-disabled": isPractising(piece),
    "aria-valuetext": hasGradient
      ? say("number-with-gradient", { number, gradient: rounded(values[own]) })
      : number,
  });
}

/* How far a slider goes. */
export function rangeOf(name, numbers) {
  const far = Math.max(4, Math.abs(numbers[name]));
  return name[0] === "y" ? [0, 1] : [-far, far];
}
