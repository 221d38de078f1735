/* How numbers are written and read; the rule is the site's (bpref_docs/words/numbers.py). */

export const MINUS = "\u2212";

/* Whether six decimals write the number exactly. */
export const is_exact = (number) =>
  Math.abs(number - number.toFixed(6)) <= 1e-14 * Math.abs(number);

/* Exactly, if six decimals do that, else rounded, zeros kept; with the signs of a programme. */
export function rounded(number, places = 4) {
  if (Math.abs(number) >= 1e7) return number.toExponential(places);
  if (is_exact(number)) return String(+number.toFixed(6));
  if (+number.toFixed(places)) return number.toFixed(places);
  return number.toExponential(Math.max(places - 2, 0));
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
const superscript = (digits) => [...digits].map((c) => RAISED[c] || "⁻").join("");

/* With the signs of print. */
const printed = (text) =>
  text
    .replace("Infinity", "∞")
    .replace("-", MINUS)
    .replace(/e\+?(.*)/, (_, power) => ` × 10${superscript(power)}`);

export const decimal = (number, places) => printed(rounded(number, places));

/* With as many decimals as there is room for characters. */
export function short(number, room) {
  if (!isFinite(number)) return decimal(number);
  for (let places = 4; places >= 0; places--) {
    const text = rounded(number, places), fixed = number.toFixed(places);
    if (text.length <= room && !text.includes("e")) return printed(text);
    if (+fixed && fixed.length <= room) return printed(fixed);
  }
  return number.toExponential(0).replace("+", "").replaceAll("-", MINUS);
}

/* What people type: −0.25, – 0,25, 1/4, 2 × 10⁻³. What could mean two numbers means none: 1,250. */
export const isAmbiguous = (text) => /(^|[^\d.,])[1-9]\d{0,2}(,\d{3})+(?![\d,])/.test(text);
const lowered = (power) =>
  [...power].map((c) => "0123456789-"[RAISED.indexOf(c)]).join("");
const asTyped = (text) =>
  text
    .replace(new RegExp(`[${RAISED}]+`, "g"), (power) => `^${lowered(power)}`)
    .replace(/[\u2010-\u2015\u2212\ufe63\uff0d]/g, "-") // every dash that a word processor makes
    .replace(/[\u2044\u2215]/g, "/")
    .replace(/\s*[×·*x]\s*10\s*(?:\^|\*\*)\s*/i, "e")
    .replace(/^\s*([-+]?)\s*10\^/, "$11e")
    .replace(/(^|\/)(\s*[-+])\s+/g, "$1$2")
    .replaceAll(",", ".");
export function readNumber(text) {
  const parts = isAmbiguous(text) ? [""] : asTyped(text).split("/");
  return parts.map((part) => (part.trim() ? +part : NaN)).reduce((above, below) => above / below);
}
