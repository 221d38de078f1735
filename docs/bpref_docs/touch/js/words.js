/* Symbols and sentences, as the build has written them. */
import { data } from "./data.js";

/* The MathML of a name, or of a number. */
export const symbol = (name) => data.symbols[name] ?? `<mn>${name}</mn>`;
export const inline = (name) => `<math>${symbol(name)}</math>`;

/* A sentence with its parts filled in: as symbols in its formulas, elsewhere as they are. */
export const say = (key, parts = {}) =>
  data.says[key]
    .replace(/<mtext>@(\w+)<\/mtext>/g, (_, part) => symbol(parts[part]))
    .replace(/@(\w+)/g, (_, part) => parts[part]);
