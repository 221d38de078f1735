/* The numbers of the moment: those of the exercise, or of the address after its gradient steps. */
import { compute, descend } from "./network.js";
import { MOST_STEPS } from "./address.js";
import { foundSoFar, keep, keyOf } from "./progress.js";
import { makeExercise } from "./exercises.js";

export const isPractising = ({ state }) => state.mode === "practise";

/* Numbers, values and losses of a piece, from its state. */
export function solve(piece) {
  const { state } = piece;
  if (isPractising(piece)) {
    if (piece.exercise?.key !== keyOf(state)) piece.exercise = exerciseOf(state);
    piece.numbers = piece.exercise.numbers;
  } else if (!piece.losses) {
    piece.trained = state.numbers;
    piece.losses = [compute(state).J];
    for (const [count, rate] of state.steps) takeSteps(piece, count, rate);
    piece.numbers = piece.trained;
  } else piece.numbers = piece.trained;
  piece.values = compute({ ...state, numbers: piece.numbers });
}

/* The exercise of a state, with what has been found in it: here before, or in the address. */
function exerciseOf(state) {
  const key = keyOf(state), { numbers, blanks } = makeExercise(state);
  const values = compute({ ...state, numbers }), found = { ...foundSoFar(key) };
  for (const name of state.found) if (blanks.includes(name)) found[name] ??= values[name];
  if (state.found.length) keep(key, found);
  state.found = [];
  const at = blanks.find((name) => !(name in found)) ?? blanks[0];
  return { key, numbers, blanks, at, found, wrong: {}, hint: 0, says: "" };
}

/* Takes so many steps, but no more than are allowed, and returns how many they were. */
export function takeSteps(piece, count, rate) {
  const { state, losses } = piece;
  let taken = 0;
  for (; taken < count && losses.length <= MOST_STEPS; taken++) {
    const next = descend({ ...state, numbers: piece.trained }, rate);
    if (!Object.values(next).every(Number.isFinite)) break; // beyond what a float can hold
    piece.trained = next;
    losses.push(compute({ ...state, numbers: piece.trained }).J);
  }
  return taken;
}
