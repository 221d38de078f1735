/* The state, and the address that tells of it: mode=step&hidden=tanh&w7=2. */
import { data } from "./data.js";
import { HIDDEN } from "./network.js";

export const MOST_STEPS = 5000;
export const freshState = () => ({
  mode: "explore", numbers: { ...data.example }, hidden: "sigmoid", loss: "cross-entropy",
  show: "w7", at: 0, rate: 0.5, steps: [], exercise: "dz", number: 1,
});

export const allowed = (name, value) =>
  Math.abs(value) <= 1e6 && (name[0] !== "y" || (value >= 0 && value <= 1));

const CHOICES = {
  mode: Object.keys(data.panels),
  hidden: Object.keys(HIDDEN),
  loss: ["cross-entropy", "squared-error"],
  show: [...Object.keys(data.meanings), ""],
  exercise: Object.keys(data.exercises),
};
const WHOLE_NUMBERS = { at: data.steps.length - 1, number: 999999 }; // and the largest

/* Only what differs is written; a number's shortest text is exact. */
export function encode(state) {
  const words = [], fresh = freshState();
  const add = (...keys) => {
    for (const key of keys) if (state[key] !== fresh[key]) words.push(`${key}=${state[key]}`);
  };
  add("mode", "hidden", "loss");
  if (state.mode === "practise") {
    add("exercise", "number");
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
const isRate = (rate) => rate > 0 && rate <= 1e6;
const isRun = ([count, rate]) => count > 0 && count <= MOST_STEPS && isRate(rate);

/* What is not understood, or not allowed, stays as in the article. */
export function decode(address) {
  const state = freshState();
  for (const [key, text] of new URLSearchParams(address)) {
    const number = text.trim() ? +text : NaN;
    if (has(data.example, key)) {
      if (allowed(key, number)) state.numbers[key] = number;
    } else if (has(CHOICES, key)) {
      if (CHOICES[key].includes(text)) state[key] = text;
    } else if (has(WHOLE_NUMBERS, key)) {
      const fits = number >= 0 && number <= WHOLE_NUMBERS[key] && Number.isInteger(number);
      if (fits) state[key] = number;
    } else if (key === "rate") {
      if (isRate(number)) state.rate = number;
    } else if (key === "steps") {
      state.steps = text.split(",").map((run) => run.split("x").map(Number)).filter(isRun);
    }
  }
  return state;
}
