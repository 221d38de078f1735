/* Equations: the build has written their formulas, numbers are put in here. */
import { data } from "./data.js";
import { symbol } from "./words.js";
import { MINUS, decimal, is_exact, rounded } from "./numbers.js";

/* What a name is equal to, as keys of data.formulas. Where there are two, the last is computed. */
export function equationOf(name, { hidden, loss, numbers }) {
  const sides = data.equations[name];
  const target = (y) => (numbers[y] === 0 || numbers[y] === 1 ? numbers[y] : "y");
  const settings = ["", hidden, loss, `${loss} ${target("y1")} ${target("y2")}`];
  return sides[settings.find((setting) => setting in sides)];
}

const operations = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  power: (base, exponent) => base ** exponent,
  max: (left, right) => Math.max(left, right),
  negative: (value) => -value,
  exp: (value) => Math.exp(value),
  log: (value) => Math.log(value),
  tanh: (value) => Math.tanh(value),
};

/* A formula's value; ``look`` gives a name's number. */
export function calculate(formula, look) {
  const stack = [];
  for (const word of data.formulas[formula].postfix.split(" ")) {
    const operation = operations[word];
    if (operation) stack.push(operation(...stack.splice(-operation.length)));
    else stack.push(isNaN(word) ? look(word) : +word);
  }
  return stack.pop();
}

/* The names that a formula is calculated from. */
export const namesIn = (formula) =>
  data.formulas[formula].postfix.split(" ").filter((word) => !(word in operations) && isNaN(word));

/* A formula with numbers in their places, @w7 or @(w7): there a negative one needs parentheses. */
const withNumbers = (terms, write) =>
  terms.map((factors) =>
    factors.map((html) =>
      html.replace(/<mn>@(\(?)(\w+)\)?<\/mn>/g, (_, fence, name) => {
        const number = `<mn>${write(name)}</mn>`;
        if (!fence || !write(name).startsWith(MINUS)) return number;
        return `<mo stretchy="false">(</mo>${number}<mo stretchy="false">)</mo>`;
      })
    )
  );

const lengthOf = (html) =>
  html.replace(/<mspace.*?>/g, " ").replace(/<.*?>|&\w+;/g, "").length;

/* A formula in as many rows as it needs: one for each term, and of a long term one for each of
   the last factors. */
function broken(terms, room) {
  const whole = terms.flat().join("");
  return lengthOf(whole) <= room ? [whole] : terms.flatMap((factors) => brokenTerm(factors, room));
}
function brokenTerm(factors, room) {
  const whole = factors.join("");
  if (factors.length === 1 || lengthOf(whole) <= room) return [whole];
  return [...brokenTerm(factors.slice(0, -1), room), factors.at(-1)];
}

/* How many decimals the operands carry: six, or as many as a calculator needs to show the result
   that is shown; 0 if no number of decimals does that. */
export function decimalsCarried(formula, values, result) {
  const shown = rounded(result), isPower = shown.includes("e");
  const places = (shown.split("e")[0].split(".")[1] || "").length;
  for (let carried = 6; carried < 15; carried++) {
    const got = calculate(formula, (name) => +rounded(values[name], carried));
    if (+(isPower ? got.toExponential(places) : got.toFixed(places)) === +shown) return carried;
  }
  return 0;
}

/* Whether a value is one that a formula with e or a logarithm only comes near to: a float that is
   near enough is the same. */
function isLimit(formula, value) {
  const { postfix } = data.formulas[formula];
  const reaches = /\btanh\b/.test(postfix) ? [1, -1] : [0, 1];
  return /\b(exp|log|tanh)\b/.test(postfix) && reaches.includes(value);
}

/* The rows of an equation, each [left, sign, right]: symbols, numbers, result. ``brief`` is
   "symbols" for nothing else, or "result" for the result in the row of the symbols. */
export function rows(name, equation, values, room, brief) {
  const found = [], last = equation.at(-1), { numbers } = data.formulas[last];
  const add = (sign, terms) =>
    broken(terms, room).forEach((row, i) => {
      found.push([found.length ? "" : symbol(name), i ? "" : sign, row]);
    });
  const value = values[name], equals = is_exact(value) && !isLimit(last, value) ? "=" : "≈";
  const result = `<mn class="result">${decimal(value)}</mn>`;

  (brief ? [last] : equation).forEach((formula) => add("=", data.formulas[formula].symbols));
  if (brief === "symbols") return found;
  if (brief) {
    const row = found.at(-1), longer = `${row[2]}<mo>${equals}</mo>${result}`;
    if (lengthOf(longer) > room) found.push(["", equals, result]);
    else row[2] = longer;
    return found;
  }
  const carried = numbers && decimalsCarried(last, values, value);
  if (carried) {
    const allExact = namesIn(last).every((each) => is_exact(values[each]));
    const write = (each) => decimal(values[each], carried);
    add(allExact ? "=" : "≈", withNumbers(numbers, write));
  }
  found.push(["", equals, result]);
  return found;
}

/* The rows as HTML. */
export function table(list) {
  const cell = (html) =>
    `<div>${html && `<math><mstyle displaystyle="true">${html}</mstyle></math>`}</div>`;
  const row = ([left, sign, right]) => cell(left) + cell(sign && `<mo>${sign}</mo>`) + cell(right);
  return `<div class="rows">${list.map(row).join("")}</div>`;
}
