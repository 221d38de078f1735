/* The numbers of the moment: those of the exercise, or of the address after its gradient steps. */
import { compute, descend } from "./network.js";
import { MOST_STEPS, encode } from "./address.js";
import { makeExercise } from "./exercises.js";

export const isPractising = ({ state }) => state.mode === "practise";

/* Numbers, values and losses of a piece, from its state. */
export function solve(piece) {
  const { state } = piece;
  if (isPractising(piece)) {
    const address = encode(state);
    if (piece.exercise?.address !== address) {
      const { numbers, blanks } = makeExercise(state);
      piece.exercise = { address, numbers, blanks, at: blanks[0], found: {}, hint: 0, says: "" };
    }
    piece.numbers = piece.exercise.numbers;
  } else if (!piece.losses) {
    piece.trained = state.numbers;
    piece.losses = [compute(state).J];
    for (const [count, rate] of state.steps) takeSteps(piece, count, rate);
    piece.numbers = piece.trained;
  } else piece.numbers = piece.trained;
  piece.values = compute({ ...state, numbers: piece.numbers });
}

/* Takes so many steps, but no more than are allowed, and returns how many they were. */
export function takeSteps(piece, count, rate) {
  const { state, losses } = piece;
  let taken = 0;
  for (; taken < count && losses.length <= MOST_STEPS; taken++) {
    piece.trained = descend({ ...state, numbers: piece.trained }, rate);
    losses.push(compute({ ...state, numbers: piece.trained }).J);
  }
  return taken;
}
