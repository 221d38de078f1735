/* The mistakes that an answer is compared with, all of them computed. */
import { sigmoid_derivative } from "./backprop.js";
import { HIDDEN, WEIGHTS, goesInto, into, leaving, numberOf, source } from "./network.js";

/* Answers have three decimals. */
export const NEAR = 0.001 + 1e-9;

/* Each mistake: its kind, what the answer would be, and what its sentence speaks of. */
export function mistakesOf(name, state, values) {
  const right = values[name], gradient = aboutGradient(name, state, values), found = [];
  const { neuron, da, slope, by, isWeight, onlyDa, hidden, shortcut, parts } = gradient;
  const add = (kind, value, more) => {
    if (Math.abs(value - right) > 1e-9) found.push({ kind, value, parts: { ...parts, ...more } });
  };
  add("sign", -right);
  if (hidden) mistakesOfPaths(gradient, right, values, add);
  if (!onlyDa) {
    add("no-slope", da * by);
    if (shortcut) add("slope-twice", right * slope);
    else add("slope-at-a", da * slopeAt(values[parts.a], gradient, state) * by);
  }
  if (isWeight) mistakesOfWeight(gradient, values, add);
  else if (!hidden) {
    const wrong = values[parts.a] - values[neuron === 4 ? "y2" : "y1"];
    add("other-target", wrong * (shortcut ? 1 : slope));
  }
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
  if (!onlyDa) return;
  add("crossed", values[p] * dz5 + values[q] * dz4, { p, q });
  add("early", right * slope);
  add("path-sign", first - second);
  add("path-sign", second - first);
}

/* Of a weight: its neighbours, and what it was multiplied with. */
function mistakesOfWeight({ hidden, parts }, values, add) {
  const { name, dz } = parts, [first, last] = hidden ? [1, 6] : [7, 12];
  // The numbers run down the columns of W; this one stands where they would run along the rows.
  const place = numberOf(name) - first, columns = hidden ? 2 : 3;
  const misread = into((hidden ? 1 : 4) + Math.floor(place / columns))[place % columns];
  for (const other of WEIGHTS.slice(first - 1, last)) {
    const kind = other === misread ? "place" : "neighbour";
    if (other !== name) add(kind, values[`d${other}`], { other: `d${other}` });
  }
  if (!hidden) {
    const z = `z${numberOf(parts.source)}`;
    add("z-for-a", values[dz] * values[z], { other: z });
  }
  add("weight", values[dz] * values[name]);
}

/* What an answer is: "right", the mistakes that give its number, or how near it is. */
export function diagnose(answer, name, state, values) {
  const right = values[name], off = (value) => Math.abs(answer - value);
  if (off(right) <= NEAR) return { kind: "right", mistakes: [] };
  const nearest = mistakesOf(name, state, values)
    .filter(({ value }) => off(value) <= NEAR)
    .sort((one, other) => Math.round((off(one.value) - off(other.value)) / 1e-9));
  // Two kinds can give one number; of each, the nearest.
  const kinds = [...new Set(nearest.map(({ kind }) => kind))];
  const mistakes = kinds.map((kind) => nearest.find((each) => each.kind === kind));
  if (kinds.length) return { kind: kinds.join(" "), mistakes };
  const moved = (factor) => off(factor * right) <= NEAR * factor;
  let kind = [0.01, 0.1, 10, 100].some(moved) ? "point-moved" : "other";
  if (off(right) < 0.02 * Math.abs(right)) kind = "rounding";
  return { kind, mistakes: [{ kind, parts: {} }] };
}
