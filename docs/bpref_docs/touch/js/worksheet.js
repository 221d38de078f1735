/* A worksheet: what is given and asked in a state, in the order in which it is found, and the
   answers. Here it is text; paper.js puts it on a page. */
import { data } from "./data.js";
import { inline, say, symbol } from "./words.js";
import { decimal, short } from "./numbers.js";
import { equationOf, namesIn, rows, table } from "./formulas.js";
import { encode, whole } from "./address.js";
import { isPractising, solve } from "./training.js";

/* How many there may be at once: a class. */
export const MOST_SHEETS = 60;
/* How many characters a row of a working has. */
const ROW = 38;

/* An exercise gives the way forward and asks for its blanks. Any other state gives what can be
   changed and asks for all the rest, step by step. */
function groupsOf(piece) {
  if (isPractising(piece)) return [{ names: piece.exercise.blanks }];
  return data.steps.slice(1).map(({ title, names }) => ({ title, names }));
}

/* The worksheet of a state: its numbers, those that are given, and groups of those asked. */
export function makeSheet(state) {
  const piece = { state: { ...state, found: [] } };
  solve(piece);
  const groups = groupsOf(piece), asked = groups.flatMap(({ names }) => names);
  const given = isPractising(piece) ? data.exercises[state.exercise].given : [];
  const isGiven = (name) => !asked.includes(name) && (name[0] !== "d" || given.includes(name));
  return { ...piece, groups, asked, isGiven };
}

/* The same exercise with the numbers that follow. Other states have one sheet. */
export function makeSheets(state, count) {
  if (state.mode !== "practise") return [makeSheet(state)];
  const numbers = Array.from({ length: count }, (_, i) => whole("number", state.number + i));
  return [...new Set(numbers)].map((number) => makeSheet({ ...state, number }));
}

/* What asks for one number has room for it below the drawing, and two such share a page if there
   are several. What asks for more has a second page for it. */
export const asksForOne = ({ asked }) => asked.length === 1;

export function titleOf({ state }) {
  if (state.mode !== "practise") return say("sheet-of-all");
  return say("printed", { exercise: data.titles[state.exercise], number: state.number });
}

export const settingOf = ({ state }) =>
  [`setting-${state.hidden}`, `setting-${state.loss}`].map((key) => `<p>${say(key)}</p>`).join("");

/* What a page that is printed in the middle of an exercise says of it. */
export function printedHtml(piece) {
  const { blanks, found } = piece.exercise, left = blanks.filter((name) => !(name in found));
  const find = left.length > 1 ? `${say("find")} ${left.map(inline).join(", ")}.` : "";
  const findOne = left.length === 1 ? say("find-one", { name: left[0] }) : "";
  return `<p><strong>${titleOf(piece)}</strong></p><p>${find || findOne}</p>${settingOf(piece)}`;
}

/* How many characters of a number the drawing has room for: few in a circle. */
const roomOf = (name) => ({ x: 4, y: 4, J: 5 }[name[0]] ?? 7);
export const inDrawing = (name, values) => short(values[name], roomOf(name));

/* The numbers to calculate with that the drawing rounds. */
function roundedIn({ state, numbers, values, asked, isGiven }) {
  const used = asked.flatMap((name) => namesIn(equationOf(name, { ...state, numbers }).at(-1)));
  const isName = (name) => name in data.symbols && isGiven(name); // no slope, g'(z)
  const isRounded = (name) => inDrawing(name, values) !== decimal(values[name], 6);
  return [...new Set(used)].filter((name) => isName(name) && isRounded(name));
}

const equal = (name, number) =>
  `<span class="one"><math>${symbol(name)}<mo>=</mo><mn>${number}</mn></math></span>`;

export function moreDigits(sheet) {
  const names = roundedIn(sheet);
  if (!names.length) return "";
  const list = names.map((name) => equal(name, decimal(sheet.values[name], 6)));
  return `<p class="digits">${say("more-digits")} ${list.join(", ")}</p>`;
}

/* A list for each group, under its title if it has one. */
const listsOf = (groups, item) =>
  groups
    .map(({ title, names }) => {
      const list = `<ol>${names.map((name) => `<li>${item(name)}</li>`).join("")}</ol>`;
      return title ? `<section><h3>${title}</h3>${list}</section>` : list;
    })
    .join("");

/* What is to be found, each with room for its working and a box for its number. */
export function askedHtml({ state, groups, asked }) {
  const find = say(asked.length > 1 ? "find" : "find-one", { name: asked[0] });
  const digits = say(state.mode === "practise" ? "three-decimals" : "four-decimals");
  const item = (name) =>
    `<span>${inline(name)} =</span><span class="working"></span><span class="box"></span>`;
  return `<p><strong>${find}</strong> ${digits}</p>
    <div class="blanks">${listsOf(groups, item)}</div>`;
}

/* The answers in the same order: with the working that the page shows, or the numbers alone. */
export function answersHtml({ state, numbers, values, groups }, withWorking) {
  const answer = (name) => {
    const equation = equationOf(name, { ...state, numbers });
    const found = rows(name, equation, values, ROW), [, sign, result] = found.at(-1);
    return table(withWorking ? found : [[symbol(name), sign, result]]);
  };
  const look = withWorking ? "answers" : "answers brief";
  return `<div class="${look}">${listsOf(groups, answer)}</div>`;
}

/* The address of a sheet's own state: what was found in it is left out. */
export const codeOf = ({ state }) => encode(state).replace(/&?found=[^&]*/, "");
