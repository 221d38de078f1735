/* The room for explanations: as much as the tallest needs, so that nothing moves below them. */
import { data } from "./data.js";
import { compute } from "./network.js";
import { explained } from "./explore.js";
import { stepped } from "./step.js";

/* Without a pointer that hovers, nothing is explained but what is chosen. */
export const canHover = () => matchMedia("(hover: hover)").matches;

/* How high the tallest explanation of a mode is, of those in long numbers. */
export function roomNeeded(piece) {
  const probe = document.createElement("div"), { state, root } = piece;
  const target = (name) => (canHover() ? 0.1234567 : piece.numbers[name]);
  const longOf = (name, i) => (name[0] === "y" ? target(name) : -0.1234567 - i / 9);
  const names = Object.keys(piece.numbers).map((name, i) => [name, longOf(name, i)]);
  const numbers = Object.fromEntries(names);
  const long = { ...piece, state: { ...state, numbers }, values: compute({ ...state, numbers }) };
  const shown = canHover() ? ["", ...Object.keys(data.meanings)] : [state.show];
  const texts = { explore: () => shown.map((name) => explained(long, name)) };
  texts.step = () => data.steps.map((_, at) => stepped(long, at));
  probe.className = "panel probe";
  probe.style.width = `${piece.$(".panel").clientWidth}px`;
  probe.innerHTML = texts[state.mode]()
    .map((text) => `<div class="explained">${text}</div>`)
    .join("");
  root.append(probe);
  const room = Math.max(...[...probe.children].map((each) => each.offsetHeight));
  probe.remove();
  return room;
}

