/* The table of all numbers and their gradients, with every digit. */
import { data } from "./data.js";
import { inline } from "./words.js";
import { MINUS } from "./numbers.js";

export function allNumbers(values) {
  const write = (name) => String(values[name]).replaceAll("-", MINUS);
  const cells = (name) =>
    name in values ? `<td>${inline(name)}</td><td>${write(name)}</td>` : "<td></td><td></td>";
  const row = (name) => `<tr>${cells(name)}${cells(`d${name}`)}</tr>`;
  return `<table class="plain">${Object.keys(data.meanings).map(row).join("")}</table>`;
}
