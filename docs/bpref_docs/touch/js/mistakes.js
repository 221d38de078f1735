/* The mistakes that an answer is compared with, all of them computed. */
import { sigmoid_derivative } from "./backprop.js";
import { say } from "./words.js";
import { decimal } from "./numbers.js";
import { calculate, equationOf, namesIn } from "./formulas.js";
import { HIDDEN, WEIGHTS, goesInto, into, leaving, numberOf, source } from "./network.js";

/* Answers have three decimals. */
export const NEAR = 0.001 + 1e-9;
/* How many mistakes are told of at once. */
const MOST_TOLD = 3;

/* Each mistake: its kind, what the answer would be, and what its sentence speaks of. */
export function mistakesOf(name, state, values) {
  const right = values[name], gradient = aboutGradient(name, state, values), found = [];
  const { neuron, slope, by, isWeight, onlyDa, hidden, shortcut, parts } = gradient;
  const afterwards = values[parts.name] - right; // what is behind the d, after a step
  const add = (kind, value, more) => {
    if (Math.abs(value - right) <= 1e-9) return;
    found.push({ kind, value, parts: more ? { ...parts, ...more } : parts });
  };
  if (isWeight) mistakesOfFactor(gradient, values, add);
  add("sign", -right);
  if (hidden) mistakesOfPaths(gradient, right, values, add);
  if (!onlyDa) mistakesOfSlope(gradient, right, values, state, add);
  if (!hidden) {
    // Of the targets one is 1, the other 0: to leave out the first is to take the second.
    const wrong = values[parts.a] - values[neuron === 4 ? "y2" : "y1"];
    const kind = values[parts.y] ? "no-target" : "other-target";
    add(kind, wrong * (shortcut ? 1 : slope) * by);
  }
  mistakesOfPlace(gradient, name, values, add);
  if (/^d[wb]/.test(name)) add("stepped", afterwards);
  add(state.loss === "squared-error" ? "twice" : "doubled", 2 * right);
  add("mean", right / 2);
  add("mean", right / 3);
  return found;
}

/* What the gradient of a name is made of: da, times the slope, times what a weight multiplies. */
function aboutGradient(name, { loss }, values) {
  const isWeight = name.startsWith("dw"), weight = name.slice(1);
  const neuron = isWeight ? goesInto(weight) : numberOf(name), hidden = neuron < 4;
  const parts = {
    name: weight, a: `a${neuron}`, z: `z${neuron}`, y: `y${neuron - 3}`,
    da: `da${neuron}`, dz: `dz${neuron}`, dW: hidden ? "dW[1]" : "dW[2]",
  };
  if (isWeight) parts.source = source(weight);
  return {
    neuron, isWeight, hidden, parts,
    onlyDa: name.startsWith("da"),
    shortcut: !hidden && loss === "cross-entropy", // dz is a - y, and the slope has cancelled
    da: values[parts.da],
    slope: values[`gp${neuron}`],
    by: isWeight ? values[parts.source] : 1,
  };
}

function slopeAt(value, { hidden }, state) {
  const g_prime = hidden ? HIDDEN[state.hidden][1] : sigmoid_derivative;
  return g_prime([[value]])[0][0];
}

/* In the hidden layer: the two paths, and the weights that they lead through. */
function mistakesOfPaths({ neuron, slope, by, onlyDa, parts }, right, values, add) {
  const after = onlyDa ? 1 : slope * by; // what follows da on the way to the answer
  const { dz4, dz5 } = values, [p, q] = leaving(parts.a);
  const first = values[p] * dz4, second = values[q] * dz5;
  add("path", first * after, { forgotten: q });
  add("path", second * after, { forgotten: p });
  // W[2] not transposed: its numbers read along a row, or as if they ran along the rows.
  const row = into(4);
  for (const [e, f] of [[`w${6 + neuron}`, `w${9 + neuron}`], [row[neuron - 1], row[neuron % 3]]]) {
    add("transpose", (values[e] * dz4 + values[f] * dz5) * after, { p, q, e, f });
  }
  add("crossed", (values[p] * dz5 + values[q] * dz4) * after, { p, q });
  add("da-for-dz", (values[p] * values.da4 + values[q] * values.da5) * after, { p, q });
  add("path-product", first * second * after);
  add("path-sign", (first - second) * after);
  add("path-sign", (second - first) * after);
  if (onlyDa) add("early", right * slope);
}

/* The slope: forgotten, taken elsewhere or alone, or half of a (1 - a). */
function mistakesOfSlope(gradient, right, values, state, add) {
  const { da, slope, by, hidden, shortcut, parts } = gradient, a = values[parts.a];
  add("no-slope", da * by);
  add("slope-alone", slope * by);
  if (shortcut) add("slope-twice", right * slope);
  else {
    add("slope-at-a", da * slopeAt(a, gradient, state) * by);
    if (hidden && state.hidden !== "sigmoid") return;
    add("slope-half", da * a * by);
    add("slope-half", da * (1 - a) * by);
  }
}

/* Of a weight: what was forgotten in the product, or taken instead. */
function mistakesOfFactor({ hidden, shortcut, parts }, values, add) {
  const { name, dz } = parts;
  add("no-input", values[dz]);
  add("no-dz", values[parts.source]);
  const hasSlope = Math.abs(values[parts.da] - values[dz]) > 1e-9;
  if (!shortcut && hasSlope) add("only-da", values[parts.da]);
  if (!hidden) {
    const z = `z${numberOf(parts.source)}`;
    add("z-for-a", values[dz] * values[z], { other: z });
  }
  add("weight", values[dz] * values[name]);
}

/* What is asked of another place in the layer: another neuron, or another weight. */
function mistakesOfPlace({ neuron, isWeight, hidden, parts }, asked, values, add) {
  const { name } = parts, [first, last] = hidden ? [1, 6] : [7, 12];
  if (!isWeight) {
    const ofNeuron = (n) => asked.slice(0, 2) + n, others = hidden ? [1, 2, 3] : [4, 5];
    for (const n of others) {
      if (n !== neuron) add("other-neuron", values[ofNeuron(n)], { other: ofNeuron(n) });
    }
    if (asked[1] !== "b") return;
    const weights = into(neuron).map((weight) => `d${weight}`);
    for (const other of weights) add("bias", values[other], { other, db: asked });
    return;
  }
  // The numbers run down the columns of W; this one stands where they would run along the rows.
  const place = numberOf(name) - first, columns = hidden ? 2 : 3;
  const misread = into((hidden ? 1 : 4) + Math.floor(place / columns))[place % columns];
  for (const other of WEIGHTS.slice(first - 1, last)) {
    const kind = other === misread ? "place" : "neighbour";
    if (other !== name) add(kind, values[`d${other}`], { other: `d${other}` });
  }
}

/* How far an answer may be from what was rounded, or cut off, to its digits. */
const roundingOf = (answer) => 1 / 10 ** (String(answer).split(".")[1] ?? "").length;

/* The mistakes that explain an answer: the nearest, and all that have the same digits. */
function explanations(answer, mistakes) {
  const off = ({ value }) => Math.abs(answer - value);
  const near = mistakes.filter((each) => off(each) <= NEAR);
  near.sort((one, other) => Math.round((off(one) - off(other)) / 1e-9));
  if (!near.length) return [];
  const within = Math.max(off(near[0]), Math.min(NEAR, roundingOf(answer)));
  const like = near.filter((each) => off(each) <= within + 1e-9);
  const sentences = new Map(like.map((each) => [say(each.kind, each.parts), each]));
  // So many that none of them says anything.
  if (sentences.size > MOST_TOLD) return [{ kind: "several", parts: {} }];
  return [...sentences.values()];
}

/* What an equation gives with the learner's own numbers, as far as there are any. */
function withOwn(name, state, values, own) {
  const equation = equationOf(name, { ...state, numbers: values }).at(-1);
  const taken = namesIn(equation).filter((each) => each in own);
  return { taken, value: calculate(equation, (each) => own[each] ?? values[each]) };
}

/* What an answer is: "right", the mistakes that give its number, or how near it is. Right is also
   what follows from what the learner has found and rounded; what follows from a wrong answer of
   the learner's, among ``wrong``, is called so. */
export function diagnose(answer, name, state, values, { found = {}, wrong = {} } = {}) {
  const right = values[name], off = (value) => Math.abs(answer - value);
  const isRight = [right, withOwn(name, state, values, found).value].some((v) => off(v) <= NEAR);
  if (isRight) return { kind: "right", mistakes: [] };
  const followed = withOwn(name, state, values, { ...found, ...wrong });
  const culprit = followed.taken.find((each) => each in wrong);
  if (culprit && off(followed.value) <= NEAR) {
    const parts = { name, culprit, number: decimal(wrong[culprit]) };
    return { kind: "follows", mistakes: [{ kind: "follows", parts }] };
  }
  const mistakes = explanations(answer, mistakesOf(name, state, values));
  if (mistakes.length) {
    return { kind: [...new Set(mistakes.map(({ kind }) => kind))].join(" "), mistakes };
  }
  const moved = (factor) => off(factor * right) <= NEAR * factor;
  let kind = [0.01, 0.1, 10, 100].some(moved) ? "point-moved" : "other";
  if (off(right) < 0.02 * Math.abs(right)) kind = "rounding";
  return { kind, mistakes: [{ kind, parts: {} }] };
}
