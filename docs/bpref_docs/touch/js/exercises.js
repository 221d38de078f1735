/* Exercises: for each number an exercise has its own, and the same in every browser. */
import { data } from "./data.js";
import { WEIGHTS, compute, into, source } from "./network.js";
import { NEAR, mistakesOf } from "./mistakes.js";

/* Random numbers from a text: FNV-1a makes the seed of Mulberry32. */
function random(text) {
  let seed = 2166136261;
  for (const letter of text) seed = Math.imul(seed ^ letter.charCodeAt(), 16777619);
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/* No factor is 1, -1, 2, 3 or a half: who forgets it would seem to have mistaken a sign, or to
   have taken a mean. */
const SIZES = [1, 3, 5, 6, 7, 9, 10, 14].flatMap((size) => [size / 4, -size / 4]);
const INPUTS = [1.5, 2.5, 4, 5, -1.5, -2, -3];
const OUTPUTS = [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9];
const HIDDEN_OUTPUTS = {
  sigmoid: [0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9],
  tanh: [0.4, -0.4, 0.6, -0.6, 0.8, -0.8, 0.2],
  relu: [0.4, 0.8, 1.5, 2.5, 3.5, 4, -1.5], // of these, z: no more than one is without slope
};
const logit = (a) => Math.log(a / (1 - a));
const INVERSE = { sigmoid: logit, tanh: Math.atanh, relu: (z) => z };

/* The outputs a are chosen, kind to calculate with, and the biases follow. */
function kindNumbers(deal, { hidden, exercise, number }) {
  const [x1, x2] = deal(2, INPUTS), [y1, y2] = deal(2, [0, 1]);
  const numbers = { x1, x2, y1, y2 }, known = { x1, x2 };
  deal(12, SIZES).forEach((size, i) => (numbers[WEIGHTS[i]] = size));
  // A neuron of ReLU without slope: not in most exercises, or 0 would be guessed.
  const mayBeDead = hidden !== "relu" || exercise === "hidden" || number % 3 === 0;
  const outputs = HIDDEN_OUTPUTS[hidden].filter((value) => value > 0 || mayBeDead);
  const chosen = [...deal(3, outputs), ...deal(2, OUTPUTS)];
  chosen.forEach((value, i) => {
    const n = i + 1, z = (n > 3 ? logit : INVERSE[hidden])(value);
    known[`a${n}`] = n < 4 && hidden === "relu" ? Math.max(value, 0) : value;
    numbers[`b${n}`] = into(n).reduce((left, w) => left - numbers[w] * known[source(w)], z);
  });
  return numbers;
}

/* The first numbers in which no mistake looks like the answer, and few like another mistake. */
export function makeExercise(state) {
  const { blanks: all, one } = data.exercises[state.exercise];
  const next = random([state.exercise, state.number, state.hidden, state.loss].join(" "));
  const deal = (count, values) => {
    const left = [...values];
    return Array.from({ length: count }, () => left.splice(Math.floor(next() * left.length), 1)[0]);
  };
  let best;
  for (let tries = 0; !best || (best.alike && tries < 200); tries++) {
    const numbers = kindNumbers(deal, state), values = compute({ ...state, numbers });
    const blanks = one ? deal(1, all) : all;
    let alike = 0;
    const fair = blanks.every((name) => {
      const mistakes = mistakesOf(name, state, values), right = values[name];
      if (right) alike += pairsAlike(mistakes);
      // A neuron of ReLU may have no slope; but 0 is no answer to what is to be multiplied.
      const mayBeZero = state.hidden === "relu" && state.exercise !== "dw";
      const isSeen = right ? Math.abs(right) > 0.01 : mayBeZero;
      return isSeen && mistakes.every(({ value }) => Math.abs(value - right) > 4 * NEAR);
    });
    if (fair && !(best?.alike <= alike)) best = { numbers, blanks, alike };
  }
  return best;
}

/* How many mistakes have the number of another kind beside them; behind a neuron without slope many
   are 0. */
const pairsAlike = (mistakes) => {
  const seen = mistakes.filter(({ value }) => value).sort((one, other) => one.value - other.value);
  const isAlike = ({ kind, value }, i) =>
    i > 0 && seen[i - 1].kind !== kind && value - seen[i - 1].value < 2.5 * NEAR;
  return seen.filter(isAlike).length;
};
