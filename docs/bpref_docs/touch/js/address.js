/* The state, and the address that tells of it: mode=step&hidden=tanh&w7=2. */
import { data } from "./data.js";
import { HIDDEN } from "./network.js";
import { foundForAddress } from "./progress.js";

export const MOST_STEPS = 5000;
export const freshState = () => ({
  mode: "explore", numbers: { ...data.example }, hidden: "sigmoid", loss: "cross-entropy",
  show: "w7", at: 0, rate: 0.5, steps: [], exercise: "dz", number: 1, found: [],
});

/* What may be typed. Gradient steps can lead further, and the address says how far. */
export const LARGEST = 1e6;
const isTarget = (name) => name[0] === "y";
const possible = (name, value) =>
  Number.isFinite(value) && (!isTarget(name) || (value >= 0 && value <= 1));
export const allowed = (name, value) => possible(name, value) && Math.abs(value) <= LARGEST;

const CHOICES = {
  mode: Object.keys(data.panels),
  hidden: Object.keys(HIDDEN),
  loss: ["cross-entropy", "squared-error"],
  show: [...Object.keys(data.meanings), ""],
  exercise: Object.keys(data.exercises),
};
const WHOLE_NUMBERS = { at: [0, data.steps.length - 1], number: [1, 999999] };

/* The whole number nearest to a wish. */
export function whole(key, wanted) {
  const [least, most] = WHOLE_NUMBERS[key];
  return Math.min(most, Math.max(least, Math.floor(wanted) || least));
}

/* Only what differs is written; a number's shortest text is exact. */
export function encode(state) {
  const words = [], fresh = freshState();
  const add = (...keys) => {
    for (const key of keys) if (state[key] !== fresh[key]) words.push(`${key}=${state[key]}`);
  };
  add("mode", "hidden", "loss");
  if (state.mode === "practise") {
    add("exercise", "number");
    const found = foundForAddress(state);
    if (found.length) words.push(`found=${found}`);
    return words.join("&");
  }
  for (const [name, number] of Object.entries(state.numbers)) {
    if (number !== fresh.numbers[name]) words.push(`${name}=${number}`);
  }
  add("show", "rate");
  if (state.mode === "step") add("at");
  const runs = state.steps.map(([count, rate]) => `${count}x${rate}`);
  if (runs.length) words.push(`steps=${runs}`);
  return words.join("&");
}

const has = Object.hasOwn;
export const isRate = (rate) => rate > 0 && rate <= LARGEST;
const isRun = ([count, rate, ...more]) =>
  Number.isInteger(count) && count > 0 && count <= MOST_STEPS && isRate(rate) && !more.length;

/* What a part of an address behind # says of the state; some mail programmes write = and & as
   numbers. Without a state it is a heading's, or nothing. */
export function stateIn(hash) {
  const code = hash.replace("#", "").replace(/%3D/gi, "=").replace(/%26/g, "&");
  return code.includes("=") ? code : "";
}

/* What is not understood, or not allowed, stays as in the article. */
export function decode(address) {
  const state = freshState();
  for (const [key, text] of new URLSearchParams(address)) {
    const number = text.trim() ? +text : NaN;
    if (has(data.example, key)) {
      if (possible(key, number)) state.numbers[key] = number;
    } else if (has(CHOICES, key)) {
      if (CHOICES[key].includes(text)) state[key] = text;
    } else if (has(WHOLE_NUMBERS, key)) {
      if (whole(key, number) === number) state[key] = number;
    } else if (key === "found") {
      state.found = text.split(",");
    } else if (key === "rate") {
      if (isRate(number)) state.rate = number;
    } else if (key === "steps") {
      state.steps = text.split(",").map((run) => run.split("x").map(Number)).filter(isRun);
    }
  }
  return state;
}
