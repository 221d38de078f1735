/* The network you can touch. _ext/touch.py writes a still picture, the panels and all texts into each
   .bpref-touch; this script puts the live network in the picture's place. Formulas: backprop.js. */
"use strict";

(() => {
/* ---- The network: names, numbers, equations ---- */

const range = (n, from = 0) => Array.from({ length: n }, (_, i) => i + from);
const numbered = (letter, n, from = 1) => range(n, from).map((i) => letter + i);
const WEIGHTS = numbered("w", 12), PARAMETERS = [...WEIGHTS, ...numbered("b", 5)];
const digits = (name) => +name.match(/\d+/);
const letters = (name) => name.match(/^[A-Za-z]+/)[0];

/* Weights are numbered by what they leave: w1, w2, w3 leave x1. */
const FROM = {}, TO = {};
WEIGHTS.forEach((w, k) => {
  FROM[w] = k < 6 ? `x${1 + Math.floor(k / 3)}` : `a${Math.floor(k / 2) - 2}`;
  TO[w] = k < 6 ? 1 + (k % 3) : 4 + (k % 2);
});
const into = (n) => WEIGHTS.filter((w) => TO[w] === n);
const leaving = (name) => WEIGHTS.filter((w) => FROM[w] === name);

const HIDDEN = {
  sigmoid: [bpref.sigmoid, bpref.sigmoid_derivative],
  tanh: [bpref.tanh, bpref.tanh_derivative],
  relu: [bpref.relu, bpref.relu_derivative],
};
const column = (v, letter, n, from) => numbered(letter, n, from).map((name) => [v[name]]);
const weights = (v, d = "") => [[1, 2, 3], [4, 5]].map((ns) => ns.map((n) => into(n).map((w) => v[d + w])));
const biases = (v, d = "") => [column(v, `${d}b`, 3), column(v, `${d}b`, 2, 4)];

/* Every number of the network by its name, from the 21 that can be changed. */
function compute({ numbers, hidden, loss }) {
  const v = { ...numbers }, W = weights(v), x = column(v, "x", 2), y = column(v, "y", 2);
  const [g, g_prime] = HIDDEN[hidden], entropy = loss === "cross-entropy";
  const [z, a] = bpref.forward_pass(x, W, biases(v), [g, bpref.sigmoid]);
  // From z, so that a certain output has its loss to every digit.
  v.J = entropy ? bpref.sigmoid_cross_entropy(z[1], y) : bpref.squared_error(a[2], y);
  const da = [, (entropy ? bpref.cross_entropy_derivative : bpref.squared_error_derivative)(a[2], y)];
  const slopes = [g_prime(z[0]), bpref.sigmoid_derivative(z[1])];
  const dz = [, entropy ? bpref.cross_entropy_dz(a[2], y) : bpref.activation_backward(da[1], slopes[1])];
  da[0] = bpref.input_gradient(W[1], dz[1]);
  dz[0] = bpref.activation_backward(da[0], slopes[0]);
  const columns = { z, a: a.slice(1), da, dz, gp: slopes, db: dz.map(bpref.bias_gradient) };
  for (const word in columns) columns[word].flat(2).forEach((value, i) => (v[word + (i + 1)] = value));
  const dW = dz.flatMap((each, l) => bpref.weight_gradient(each, a[l]));
  dW.forEach((row, i) => into(i + 1).forEach((w, j) => (v[`d${w}`] = row[j])));
  return v;
}

function descend(state, rate) {
  const v = compute(state), numbers = { ...state.numbers };
  bpref.gradient_step(weights(v), weights(v, "d"), rate).flat()
    .forEach((row, i) => into(i + 1).forEach((w, j) => (numbers[w] = row[j])));
  bpref.gradient_step(biases(v), biases(v, "d"), rate).flat(2).forEach((b, i) => (numbers[`b${i + 1}`] = b));
  return numbers;
}

/* What a name is equal to; gp is g'. Where there are two forms, the last is calculated with. */
function sides(name, { hidden, loss, numbers }) {
  const n = digits(name), y = `y${n - 3}`, last = n > 3, entropy = loss === "cross-entropy";
  switch (letters(name)) {
    case "z": return [`${into(n).map((w) => `${w}*${FROM[w]}`).join(" + ")} + b${n}`];
    case "a": return [`g(z${n})`, last || hidden === "sigmoid" ? `1/(1 + exp(-z${n}))` : hidden === "tanh" ? `tanh(z${n})` : `max(0, z${n})`];
    case "da": return [!last ? leaving(`a${n}`).map((w) => `${w}*dz${TO[w]}`).join(" + ") : entropy ? `-${y}/a${n} + (1 - ${y})/(1 - a${n})` : `a${n} - ${y}`];
    case "dz": return [`da${n}*gp(z${n})`, ...(last && entropy ? [`a${n} - ${y}`] : [])];
    case "dw": return [`dz${TO[`w${n}`]}*${FROM[`w${n}`]}`];
    case "db": return [`dz${n}`];
  }
  if (!entropy) return ["sq(a4 - y1)/2 + sq(a5 - y2)/2"];
  const cost = (a, t) => ({ 1: `-ln(${a})`, 0: `-ln(1 - ${a})` })[numbers[t]] || `-${t}*ln(${a}) - (1 - ${t})*ln(1 - ${a})`;
  return [cost("a4", "y1") + cost("a5", "y2")];
}

/* In layer 1, the whole way: a product for each path. */
function allTheWay(name) {
  const weight = name.slice(1), n = TO[weight] || digits(name);
  if (n > 3 || name[1] === "a") return "";
  return leaving(`a${n}`).map((w) => `dz${TO[w]}*${w}*gp(z${n})${weight in FROM ? `*${FROM[weight]}` : ""}`).join(" + ");
}

/* ---- Numbers and formulas as they are shown ---- */

const MINUS = "\u2212";
const exact = (v) => Math.abs(v - v.toFixed(6)) <= 1e-14 * Math.abs(v);
/* As everywhere on the site: exactly, if six decimals do that, else rounded, zeros kept. */
function rounded(v, places = 4) {
  if (Math.abs(v) >= 1e7) return v.toExponential(places);
  if (exact(v)) return String(+v.toFixed(6));
  return +v.toFixed(places) ? v.toFixed(places) : v.toExponential(Math.max(places - 2, 0));
}
const pretty = (text) => text.replace("Infinity", "∞").replace("-", MINUS)
  .replace(/e\+?(.*)/, (_, power) => ` × 10${[...power].map((c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] || "⁻").join("")}`);
const decimal = (v, places) => pretty(rounded(v, places));
/* In the drawing there is room for so many characters. */
function short(v, room) {
  if (!isFinite(v)) return decimal(v);
  for (let places = 4; places >= 0; places--) {
    const text = rounded(v, places);
    if (text.length <= room && !/e/.test(text)) return pretty(text);
    if (+v.toFixed(places) && v.toFixed(places).length <= room) return pretty(v.toFixed(places));
  }
  return v.toExponential(0).replace("+", "").replace(/-/g, MINUS);
}

/* A formula, "w7*dz4 + w8*dz5", as a tree: [operator, ...parts], a name or a number. */
function parse(text) {
  const tokens = text.match(/[A-Za-zη]+(\[\d\]T?|\d+)?|\d+|[-+*/(),⊙=]/g);
  const next = (...wanted) => wanted.includes(tokens[0]) && tokens.shift();
  const level = (signs, below) => () => {
    let left = below(), sign;
    while ((sign = next(...signs))) left = [sign, left, below()];
    return left;
  };
  const factor = () => {
    const token = tokens.shift();
    if (token === "-") return ["neg", term()];
    if (token !== "(" && !next("(")) return isNaN(token) ? token : +token;
    const inside = [sum()];
    while (next(",")) inside.push(sum());
    next(")");
    return token === "(" ? inside[0] : [token, ...inside];
  };
  const term = level(["*", "/", "⊙"], factor), sum = level(["+", "-"], term);
  return level(["="], sum)();
}
const MATH = { ln: Math.log, exp: Math.exp, tanh: Math.tanh, max: Math.max, sq: (v) => v * v, neg: (p) => -p,
  "+": (p, q) => p + q, "-": (p, q) => p - q, "*": (p, q) => p * q, "/": (p, q) => p / q };
/* A tree's value; `look` gives a name's number. The slope g'(z4) is a number, not a calculation. */
function evaluate(t, look) {
  if (!Array.isArray(t)) return isNaN(t) ? look(t) : t;
  return t[0] === "gp" ? look(`gp${digits(t[1])}`) : MATH[t[0]](...t.slice(1).map((part) => evaluate(part, look)));
}

const KINDS = { d: "gradient", x: "forward", z: "forward", a: "forward", w: "parameter", b: "parameter" };
const kind = (name) => KINDS[name[0].toLowerCase()] || "";
const mo = (sign, space = "") => `<mo${space}>${sign}</mo>`;
const tight = (sign) => mo(sign, ' lspace="0" rspace="0" stretchy="false"');
const fenced = (inside) => `<mrow>${tight("(")}${inside}${tight(")")}</mrow>`;
function symbol(name) {
  const [, d, letter, n] = name.match(/^(d?)(.)(.*)$/);
  const base = `<mi>${letter}</mi>`;
  const body = !n ? base : n[0] !== "[" ? `<msub>${base}<mn>${n}</mn></msub>`
    : `<msup>${base}<mrow>${tight("[")}<mn>${n[1]}</mn>${tight("]")}${n[3] ? "<mi>𝖳</mi>" : ""}</mrow></msup>`;
  return `<mrow class="bpref-${kind(name)}">${d && "<mi>d</mi>"}${body}</mrow>`;
}
/* A tree in MathML: in symbols, or, where `number` writes a name's number, in numbers. */
function mathml(t, number) {
  const show = (part) => mathml(part, number), write = (name) => `<mn>${number(name)}</mn>`;
  if (!Array.isArray(t)) return !isNaN(t) ? `<mn>${t}</mn>` : number ? write(t) : symbol(t);
  const [head, left, right] = t;
  const bracket = (part, sum = /^[-+]$/.test(part[0]), text = show(part)) => (sum || part[0] === "neg" || text.startsWith(`<mn>${MINUS}`) ? fenced(text) : text);
  switch (head) {
    case "+": case "-": return show(left) + mo(head === "-" ? MINUS : "+", ' form="infix"') + bracket(right, head === "-" && /^[-+]$/.test(right[0]));
    case "neg": return mo(MINUS, ' form="prefix"') + bracket(left);
    case "*": return bracket(left) + (number ? mo("×", ' lspace=".22em" rspace=".22em"') : '<mspace width=".17em"/>') + bracket(right);
    case "⊙": case "=": return show(left) + mo(head) + show(right);
    case "/": return `<mfrac><mrow>${show(left)}</mrow><mrow>${show(right)}</mrow></mfrac>`;
    case "exp": return `<msup><mi>e</mi><mrow>${show(left)}</mrow></msup>`;
    case "sq": return `<msup>${fenced(show(left))}<mn>2</mn></msup>`;
    case "gp": return number ? write(`gp${digits(left)}`) : `<mrow><mi>g</mi>${tight("′")}${fenced(show(left))}</mrow>`;
  }
  return `<mrow><mi>${head}</mi>${fenced(t.slice(1).map(show).join(mo(",")))}</mrow>`;
}
const inline = (formula) => `<math>${mathml(parse(formula))}</math>`;
/* A text with formulas in braces, and names for parts of them: "{$w} leaves {$s}". */
const say = (text, parts) => text.replace(/\$(\w)/g, (_, part) => parts[part]).replace(/\{(.*?)\}/g, (_, formula) => inline(formula));

const written = (html) => html.replace(/<mspace.*?>/g, " ").replace(/<.*?>/g, "").length;

/* The rows of an equation, [left, sign, right]: symbols, numbers, result; or all in one row. */
function rows(name, formulas, v, room, brief) {
  const out = [], value = v[name], trees = formulas.map(parse), last = trees[trees.length - 1];
  const add = (sign, t, number) => {
    /* Of a row too long, one under the other: a sum's terms, and of a long term the last factors. */
    const pieces = (row, t) => {
      const sum = /^[-+]$/.test(t[0]);
      if (!sum && (t[0] !== "*" || t[1][0] !== "*" || written(row) <= room)) return [row];
      const cut = mathml(t[1], number).length - mathml(t, number).length, last = row.slice(cut);
      return [...pieces(row.slice(0, cut), t[1]), ...(sum ? pieces(last, t[2]) : [last])];
    };
    const row = mathml(t, number);
    (written(row) > room ? pieces(row, t) : [row]).forEach((part, i) => out.push([out.length ? "" : symbol(name), i ? "" : sign, part]));
  };
  const result = `<mn class="result">${decimal(value)}</mn>`, equals = exact(value) ? "=" : "≈";
  (brief ? [last] : trees).forEach((t) => add("=", t));
  if (brief === "symbols") return out;
  if (brief) {
    const row = out[out.length - 1], longer = row[2] + mo(equals) + result;
    if (written(longer) > room) out.push(["", equals, result]);
    else row[2] = longer;
    return out;
  }
  // Operands carry six decimals, or as many as a calculator needs to show the same result.
  const shown = rounded(value), places = (shown.split("e")[0].split(".")[1] || "").length;
  for (let carried = 6; Array.isArray(last) && carried < 15; carried++) {
    const got = evaluate(last, (each) => +rounded(v[each], carried));
    if (+(/e/.test(shown) ? got.toExponential(places) : got.toFixed(places)) !== +shown) continue;
    let all = true;
    evaluate(last, (each) => (all &&= exact(v[each]), v[each]));
    add(all ? "=" : "≈", last, (each) => decimal(v[each], carried));
    break;
  }
  out.push(["", equals, result]);
  return out;
}
const table = (list) => `<div class="rows">${list.flat().map((cell, i) => {
  const inside = i % 3 === 1 && cell ? mo(cell) : cell;
  return `<div>${inside && `<math><mstyle displaystyle="true">${inside}</mstyle></math>`}</div>`;
}).join("")}</div>`;

/* ---- What is lit for a name: its way forward, and the way its gradient takes ---- */

function path(name) {
  const forward = new Set([name]), gradient = new Set(), n = digits(name), goes = (...names) => names.forEach((each) => forward.add(each));
  const back = (m) => {
    gradient.add(`dz${m}`).add(`da${m}`);
    if (m < 4) leaving(`a${m}`).forEach((w) => back(TO[gradient.add(w) && w]));
  };
  switch (name[0]) {
    case "w": goes(FROM[name], `z${TO[name]}`); back(TO[name]); gradient.add(`d${name}`); break;
    case "b": goes(`z${n}`); back(n); gradient.add(`d${name}`); break;
    case "z": goes(`b${n}`); into(n).forEach((w) => goes(w, FROM[w])); back(n); break;
    case "a": goes(`z${n}`, ...(n > 3 ? ["J"] : leaving(name).flatMap((w) => [w, `z${TO[w]}`]))); back(n); gradient.delete(`dz${n}`); break;
    case "x": leaving(name).forEach((w) => goes(w, `z${TO[w]}`)); break;
    default: if (name) goes("a4", "a5", "y1", "y2", "J");
  }
  return [forward, gradient];
}

/* ---- The state and its address ---- */

const MOST_STEPS = 5000;
const fresh = (example) => ({
  mode: "explore", numbers: { ...example }, hidden: "sigmoid", loss: "cross-entropy",
  show: "w7", at: 0, rate: 0.5, steps: [], exercise: "dz", number: 1,
});
const allowed = (name, value) => Math.abs(value) <= 1e6 && (name[0] !== "y" || (value >= 0 && value <= 1));

/* mode=step&hidden=tanh&w7=2: only what differs; a number's shortest text is exact. */
function encode(s, { example }) {
  const out = [], normal = fresh(example);
  const add = (...keys) => keys.forEach((key) => s[key] !== normal[key] && out.push(`${key}=${s[key]}`));
  add("mode", "hidden", "loss");
  if (s.mode === "practise") add("exercise", "number");
  else {
    for (const name in example) if (s.numbers[name] !== example[name]) out.push(`${name}=${s.numbers[name]}`);
    add("show", "rate");
    if (s.mode === "step") add("at");
    if (s.steps.length) out.push(`steps=${s.steps.map(([n, rate]) => `${n}x${rate}`)}`);
  }
  return out.join("&");
}
function decode(text, { example, names, steps, levels }) {
  const s = fresh(example);
  const choices = { mode: ["explore", "step", "descend", "practise"], hidden: Object.keys(HIDDEN), loss: ["cross-entropy", "squared-error"],
    show: [...Object.keys(names), ""], exercise: Object.keys(levels) };
  const most = { at: steps.length - 1, number: 999999, rate: 1e6 };
  for (const [key, value] of new URLSearchParams(text)) {
    const number = value.trim() ? +value : NaN;
    if (key in example) { if (allowed(key, number)) s.numbers[key] = number; }
    else if (key in choices) { if (choices[key].includes(value)) s[key] = value; }
    else if (key in most) { if (number >= 0 && number <= most[key] && (key === "rate" ? number : Number.isInteger(number))) s[key] = number; }
    else if (key === "steps") {
      s.steps = value.split(",").map((run) => run.split("x").map(Number)).filter(([n, rate]) => n > 0 && n <= MOST_STEPS && rate > 0 && rate <= 1e6);
    }
  }
  return s;
}

/* ---- The drawing: the article's layout, as wide as there is room ---- */

const ALONG = { w3: 2 / 3, w4: 2 / 3, w8: 1 / 3, w11: 1 / 3 }; // so no two labels are at one height
const svgSymbol = (name) => `<tspan class="symbol">${[...letters(name)].map((c) =>
  String.fromCodePoint(c.codePointAt() + (c < "a" ? 0x1d434 - 65 : 0x1d44e - 97))).join("")}</tspan>${name === "J" ? ""
  : `<tspan class="index" dy=".25em">${digits(name)}</tspan><tspan dy="-.19em">\u200b</tspan>`}`;

function draw(wide) {
  const large = wide >= 520, font = large ? 14 : wide >= 350 ? 12 : 11, unit = large ? 1.34 : 1.22;
  const side = large ? 24 : 17, radius = side - 1, box = large ? 98 : font * 6, tall = font * 1.62, high = font * 1.2;
  const gap = (wide - 4 * side - 2 * box - (large ? 28 : 9)) / 2, first = 1 + 2 * side + gap + box / 2, second = first + box + gap;
  const at = { x1: [side + 1, 116], x2: [side + 1, 244], J: [wide - side - 1, 180], 1: [first, 52], 2: [first, 180], 3: [first, 308], 4: [second, 116], 5: [second, 244] };
  for (const key in at) at[key][1] = at[key][1] * unit + font / 2;
  const lines = [], marks = [], f = (v) => +v.toFixed(1);
  const value = (name) => `<tspan data-value="${name}"></tspan>`, both = (name) => `${svgSymbol(name)} ${value(name)}`;
  const text = (x, y, inside, cls = "") => `<text class="${cls}" x="${f(x)}" y="${f(y)}">${inside}</text>`;
  const mark = (cls, name, role, inside) => marks.push(`<g class="${cls} ${kind(name)}" data-name="${name}"${role && ` tabindex="0" role="${role}"`}>${inside}</g>`);

  /* A line, and its two lit forms side by side: forward, and back. */
  const line = (name, [x1, y1], [x2, y2]) => {
    const length = Math.hypot(x2 - x1, y2 - y1), dx = (x2 - x1) / length, dy = (y2 - y1) / length;
    const to = (along, aside = 0) => `${f(x1 + along * dx - aside * dy)} ${f(y1 + along * dy + aside * dx)}`;
    const arrow = (from, end, aside, cls, head = end + 8 * Math.sign(from - end)) => `<path class="${cls}" d="M${to(from, aside)}L${to(head, aside)}"/>
      <path class="${cls} arrow" d="M${to(end, aside)}L${to(head, aside + 4.5)}L${to(head, aside - 4.5)}Z"/>`;
    const whole = `d="M${to(0)}L${to(length)}"`;
    lines.push(`<g data-line="${name}"><path class="hit" ${whole}/><path class="rest" ${whole}/>${arrow(0, length, -3, "ahead")}${arrow(length, 0, 3, "back")}</g>`);
  };
  /* A parameter's name and number, under them its gradient. */
  const plate = (name, x, y) => mark("plate", name, "slider", `<rect x="${f(x - font * 2.6)}" y="${f(y - high)}" width="${f(font * 5.2)}" height="${f(2 * high)}" rx="4"/>
    ${text(x, y - high / 2, both(name))}${text(x, y + high / 2, value(`d${name}`), "gradient")}`);
  const round = (name, x, y, r, role) => mark("round", name, role, `<circle cx="${f(x)}" cy="${f(y)}" r="${f(r)}"/>${text(x, y - font * 0.55, svgSymbol(name))}${text(x, y + font * 0.6, value(name))}`);

  WEIGHTS.forEach((w) => {
    const [x, y] = at[digits(w) < 7 ? FROM[w] : digits(FROM[w])], [right, down] = at[TO[w]], along = ALONG[w] || 0.5;
    const from = digits(w) < 7 ? [x + radius, y] : [x + box / 2, y + tall / 2], to = [right - box / 2, down - tall / 2];
    line(w, from, to);
    plate(w, from[0] + along * (to[0] - from[0]), from[1] + along * (to[1] - from[1]));
  });
  const [Jx, Jy] = at.J;
  range(5, 1).forEach((n) => {
    const [x, y] = at[n];
    line(`b${n}`, [x, y - tall - 12], [x, y - tall]);
    plate(`b${n}`, x, y - tall - 12 - high);
    ["z", "a"].forEach((letter, i) => mark("cell", letter + n, "button", `<rect x="${f(x - box / 2)}" y="${f(y + (i - 1) * tall)}" width="${f(box)}" height="${f(tall)}" rx="4"/>${text(x, y + (i - 0.5) * tall, both(letter + n))}`));
    ["da", "dz"].forEach((word, i) => mark("sum", word + n, "", text(x, y + tall + (i + 0.65) * high, both(word + n))));
    if (n < 4) return;
    const down = n > 4 ? 1 : -1, t = `y${n - 3}`;
    line(`a${n}`, [x + box / 2, y + tall / 2], [Jx - radius * 0.6, Jy + down * radius * 0.8]);
    line(t, [Jx, Jy + down * radius * 2.4], [Jx, Jy + down * radius]);
    round(t, Jx, Jy + down * radius * 3.2, radius * 0.85, "slider");
  });
  ["x1", "x2"].forEach((name) => round(name, ...at[name], radius, "slider"));
  round("J", Jx, Jy, radius, "button");
  const bottom = f(at[3][1] + tall + 2 * high + 4);
  return `<svg viewBox="0 0 ${wide} ${bottom}" width="${wide}" height="${bottom}" role="group" aria-label="The network" style="font-size:${font}px">${lines.join("")}${marks.join("")}</svg>`;
}

/* A small chart: its scales, and how it is written. */
function chart([x1, x2], top, name, alt, inside) {
  const X = (v) => +(44 + ((v - x1) / (x2 - x1)) * 246).toFixed(2), Y = (v) => +(128 - (v / top) * 112).toFixed(2);
  const line = (points) => `M${points.map(([x, y]) => `${X(x)} ${Y(y)}`).join("L")}`;
  return `<svg class="chart" viewBox="0 0 300 148" role="img" aria-label="${alt}"><path class="axis" d="M44 12V128H294"/>
    <text class="y" x="40" y="16">${decimal(top, 2)}</text><text class="y" x="40" y="128">0</text><text x="50" y="10">${svgSymbol("J")}</text>
    <text x="44" y="140">${decimal(x1, 2)}</text><text class="y" x="290" y="140">${decimal(x2, 2)}</text><text x="160" y="140">${svgSymbol(name)}</text>
    <svg x="38" y="8" width="256" height="121" viewBox="38 8 256 121">${inside(line, X, Y)}</svg></svg>`;
}

/* ---- Practise: exercises, and the mistakes that answers are compared with ---- */

const NEAR = 0.001 + 1e-9; // answers have three decimals

/* Random numbers that are the same in every browser. */
function random(seed) {
  let state = [...seed].reduce((h, c) => Math.imul(h ^ c.charCodeAt(), 16777619), 2166136261);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/* The outputs a are chosen, kind to calculate with, and the biases follow. */
function makeExercise(s, { blanks: all, one }) {
  const next = random([s.exercise, s.number, s.hidden, s.loss].join(" ")), relu = s.hidden === "relu";
  const deal = (n, ...values) => range(n).map(() => values.splice(Math.floor(next() * values.length), 1)[0]);
  let best;
  for (let tries = 0; !best || (best.alike && tries < 500); tries++) {
    const [x1, x2] = deal(2, 1, 2, 3, 4, -1, -2, 0.5), [y1, y2] = deal(2, 0, 1), numbers = { x1, x2, y1, y2 };
    deal(12, ...[1, 2, 3, 4, 6, 8, 10, 12].flatMap((w) => [w / 4, -w / 4])).forEach((w, i) => (numbers[WEIGHTS[i]] = w));
    const a = [...(relu ? deal(3, 0.5, 1, 1.5, 2, 3, -1, -2) : s.hidden === "tanh" ? deal(3, 0.5, -0.5, 0.6, -0.6, 0.8, -0.8, 0.2)
      : deal(3, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9)), ...deal(2, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9)];
    const known = { x1, x2 };
    a.forEach((value, i) => {
      const z = i > 2 || s.hidden === "sigmoid" ? Math.log(value / (1 - value)) : relu ? value : Math.atanh(value);
      known[`a${i + 1}`] = relu ? Math.max(value, 0) : value;
      numbers[`b${i + 1}`] = into(i + 1).reduce((left, w) => left - numbers[w] * known[FROM[w]], z);
    });
    const v = compute({ ...s, numbers }), blanks = one ? deal(1, ...all) : all;
    // No mistake may look like the answer, and few like another mistake.
    let alike = 0;
    const fair = blanks.every((name) => {
      const list = mistakes(name, s, v), right = v[name];
      if (right) list.forEach((m, i) => (alike += list.slice(0, i).some((o) => o.kind !== m.kind && Math.abs(o.value - m.value) < 2.5 * NEAR)));
      return (right ? Math.abs(right) > 0.01 : relu) && list.every((m) => Math.abs(m.value - right) > 4 * NEAR);
    });
    if (fair && !(best?.alike <= alike)) best = { numbers, blanks, alike };
  }
  return best;
}

/* Every mistake that we know, computed: its kind, what the answer would be, the parts of its text. */
function mistakes(name, s, v) {
  const out = [], right = v[name], w = name.slice(1), weight = w in TO, n = TO[w] || digits(name), l = n > 3 ? 2 : 1, s1 = FROM[w];
  const hidden = l < 2, a = `a${n}`, z = `z${n}`, da = v[`da${n}`], slope = v[`gp${n}`], by = weight ? v[s1] : 1, only = name[1] === "a";
  const add = (kind, value, parts) => Math.abs(value - right) > 1e-9 && out.push({ kind, value, parts: { n, l, w, a, z, s: s1, y: `y${n - 3}`, ...parts } });
  const g_prime = hidden ? HIDDEN[s.hidden][1] : bpref.sigmoid_derivative, short = !hidden && s.loss === "cross-entropy";
  const after = only ? 1 : slope * by; // what follows da on the way to the answer
  add("sign", -right);
  if (hidden) {
    const [p, q] = leaving(a), [one, two] = [p, q].map((each) => v[each] * v[`dz${TO[each]}`]), parts = { p, q, P: TO[p], Q: TO[q] };
    add("path", one * after, { o: q });
    add("path", two * after, { o: p });
    // W[2] not transposed: its numbers read along a row.
    const row = into(4);
    [[`w${6 + n}`, `w${9 + n}`], [row[n - 1], row[n % 3]]].forEach(([e, f]) => add("transpose", (v[e] * v.dz4 + v[f] * v.dz5) * after, { ...parts, e, f }));
    if (only) {
      add("crossed", v[p] * v.dz5 + v[q] * v.dz4, parts);
      add("early", right * slope);
      add("path-sign", one - two);
      add("path-sign", two - one);
    }
  }
  if (!only) {
    add("no-slope", da * by);
    add(short ? "slope-twice" : "slope-at-a", short ? right * slope : da * g_prime([[v[a]]])[0][0] * by);
  }
  if (weight) {
    // The numbers run down the columns of W; this one stands where they would run along the rows.
    const k = digits(w) - (hidden ? 1 : 7), columns = hidden ? 2 : 3, misread = into((hidden ? 1 : 4) + Math.floor(k / columns))[k % columns];
    WEIGHTS.slice(hidden ? 0 : 6, hidden ? 6 : 12).filter((o) => o !== w).forEach((o) => add(o === misread ? "place" : "neighbour", v[`d${o}`], { o }));
    if (!hidden) add("z-for-a", v[`dz${n}`] * v[`z${digits(s1)}`], { o: `z${digits(s1)}` });
    add("weight", v[`dz${n}`] * v[w]);
  } else if (!hidden) add("target", (v[a] - v[`y${6 - n}`]) * (short ? 1 : slope), { y: `y${n - 3}` });
  add("mean", right / 2);
  add("mean", right / 3);
  return out;
}
function diagnose(answer, name, s, v, says) {
  const right = v[name], off = (value) => Math.abs(answer - value), whole = (kind) => ({ kind, says: say(says[kind]) });
  if (off(right) <= NEAR) return { kind: "right" };
  const near = mistakes(name, s, v).filter((m) => off(m.value) <= NEAR).sort((p, q) => Math.round((off(p.value) - off(q.value)) / 1e-9));
  const kinds = [...new Set(near.map((m) => m.kind))]; // two mistakes can give one number
  if (near.length) return { kind: kinds.join(" "), says: kinds.map((kind) => say(says[kind], near.find((m) => m.kind === kind).parts)).join(says.or) };
  if (off(right) < 0.02 * Math.abs(right)) return whole("rounding");
  return whole([0.01, 0.1, 10, 100].some((by) => off(by * right) <= NEAR * by) ? "point-moved" : "other");
}
/* What people type: −0.25, -0,25, 1/4. */
const readNumber = (text) => text.replaceAll(MINUS, "-").replaceAll(",", ".").split("/").map((part) => (part.trim() ? +part : NaN)).reduce((p, q) => p / q);

/* ---- One network on the page ---- */

function piece(root) {
  const data = JSON.parse(root.dataset.touch), { example, says, names, steps, levels } = data, whole = !data.mode;
  const templates = {};
  root.querySelectorAll("template").forEach((t) => (templates[t.dataset.part] = say(t.innerHTML)));
  root.innerHTML = templates.frame;
  const $ = (selector) => root.querySelector(selector), $$ = (selector) => [...root.querySelectorAll(selector)];
  const drawing = $(".drawing"), panel = $(".panel"), live = $("[aria-live]");
  let s, v, current, losses, practice = {}, hover = "", wide, timer, h = 0.5, settled, rowLength, parts = [], values = [];
  const practising = () => s.mode === "practise", write = (selector, html) => ($(selector).innerHTML = html);

  /* Numbers: those of the exercise, or those of the address after the steps that it tells of. */
  function solve() {
    if (practising()) {
      const key = encode(s, data);
      if (practice.key !== key) {
        practice = { key, ...makeExercise(s, levels[s.exercise]), found: {}, hint: 0, says: "" };
        practice.at = practice.blanks[0];
      }
      current = practice.numbers;
    } else if (!losses) {
      current = s.numbers;
      losses = [compute(s).J];
      s.steps.forEach(([n, rate]) => step(n, rate));
    } else current = losses.numbers || s.numbers;
    v = compute({ ...s, numbers: current });
  }
  function step(n, rate) {
    for (; n > 0 && losses.length <= MOST_STEPS; n--) {
      current = losses.numbers = descend({ ...s, numbers: current }, rate);
      losses.push(compute({ ...s, numbers: current }).J);
    }
  }
  /* A change by hand: what was trained so far is a new beginning. */
  function change(changes, words) {
    if (!practising()) Object.assign(s, { numbers: current, steps: [] });
    Object.assign(s, changes);
    losses = null;
    stop();
    update();
    tell(words || say(says.loss, { v: decimal(v.J) }));
  }
  function turn(name, value) {
    if (name[0] === "y") value = Math.min(1, Math.max(0, value));
    if (!allowed(name, value) || practising()) return;
    change({ numbers: { ...current, [name]: value } });
    tell(say(`d${name}` in v ? says.turned : says.moved, { w: name, v: decimal(value), j: decimal(v.J), d: decimal(v[`d${name}`] || 0) }));
  }
  /* Once things have settled, the address is written, and a screen reader is told. */
  function tell(words) {
    clearTimeout(settled);
    settled = setTimeout(() => {
      live.textContent = words;
      address();
    }, 300);
  }
  function address() {
    const code = encode(s, data);
    if (whole) history.replaceState(null, "", code ? `#${code}` : location.pathname + location.search);
    else $(".open").href = data.home + (code && `#${code}`);
  }

  /* The drawing */
  function layout() {
    const room = Math.floor(Math.min(drawing.clientWidth, 640));
    if (room === wide || room < 100) return;
    wide = room;
    rowLength = Math.max(22, (panel.clientWidth - 80) / 8.6);
    const focused = drawing.contains(document.activeElement) && document.activeElement.dataset.name;
    drawing.innerHTML = draw(wide);
    parts = $$("[data-name], [data-line]");
    values = $$("[data-value]");
    if (focused) $(`[data-name="${focused}"]`).focus();
  }
  const isKnown = (name) => practising() ? name[0] !== "d" || levels[s.exercise].given.includes(name) || name in practice.found
    : s.mode !== "step" || steps.slice(0, s.at + 1).some((one) => one.names.includes(name));
  function lit() {
    if (practising()) {
      // The hint: what stands in the equation of the blank.
      const looked = [], gradient = new Set([practice.at]);
      if (practice.hint) evaluate(parse(sides(practice.at, s).pop()), (name) => looked.push(name.replace("gp", "z")) && 1);
      looked.forEach((name) => gradient.add(name));
      return [new Set(looked.filter((name) => /^[axzy]/.test(name))), gradient];
    }
    if (s.mode === "step" && !hover) return [new Set(steps[s.at].forward), new Set(steps[s.at].gradient)];
    return path(hover || (s.mode === "explore" ? s.show : ""));
  }
  const set = (node, attributes) => Object.keys(attributes).forEach((key) => node.getAttribute(key) !== String(attributes[key]) && node.setAttribute(key, attributes[key]));
  function paint() {
    const [forward, gradient] = lit(), some = forward.size + gradient.size > forward.has("");
    const ascii = (name) => rounded(v[name]), dims = some && !(practising() && !practice.hint);
    const seen = (name) => short(v[name], (wide < 520 ? 6 : 7) - 2 * (name === "J"));
    values.forEach((node) => {
      const name = node.dataset.value;
      const text = isKnown(name) ? seen(name) : practising() && practice.blanks.includes(name) ? "?" : "";
      if (node.textContent !== text) node.textContent = text;
    });
    parts.forEach((node) => {
      const { name, line } = node.dataset, list = node.classList, own = `d${name}`;
      if (line) {
        list.toggle("goes", forward.has(line) && (line[0] !== "a" || forward.has("J")));
        list.toggle("comes", gradient.has(line) || (line[0] === "a" && gradient.has(`d${line}`)));
        return;
      }
      const parameter = /^[wb]/.test(name), on = forward.has(name) || gradient.has(name) || (parameter && gradient.has(own));
      list.toggle("lit", on);
      list.toggle("own", gradient.has(own));
      list.toggle("dim", dims && !on);
      list.toggle("bare", parameter && !isKnown(own) && !(practising() && practice.blanks.includes(own)));
      list.toggle("kept", s.mode === "explore" && name === s.show);
      const role = node.getAttribute("role");
      if (!role) return;
      set(node, { "aria-label": `${name}, ${names[name]}${role === "button" && isKnown(name) ? `: ${seen(name).replace(MINUS, "-")}` : ""}` });
      if (role === "button") return set(node, { "aria-pressed": name === s.show });
      const far = Math.max(4, Math.abs(current[name])), target = name[0] === "y";
      set(node, { "aria-valuenow": current[name], "aria-valuemin": target ? 0 : -far, "aria-valuemax": target ? 1 : far, "aria-disabled": practising(),
        "aria-valuetext": own in v && isKnown(own) ? say(says.value, { v: ascii(name), d: ascii(own) }) : ascii(name) });
    });
  }

  /* The panels */
  const equation = (name, formulas = sides(name, s), brief) => table(rows(name, formulas, v, rowLength, brief));
  function explain(name) {
    const own = `d${name}`, letter = name[0], out = [];
    if (!name) return `<p>${says.point}</p>${equation("J")}`;
    if (/[xy]/.test(letter)) out.push(`<p>${say(says[letter], { a: `a${digits(name) + 3}`, x: name })}</p>`);
    if (/[zaJy]/.test(letter)) out.push(equation(letter === "y" ? "J" : name));
    if (own in v) {
      out.push(equation(own));
      const long = allTheWay(own);
      if (long) out.push(`<p>${says.whole}</p>`, equation(own, [long]));
    }
    if (/[wb]/.test(letter)) out.push(`<p>${say(says[v[own] === 0 ? "zero" : v[own] < 0 ? "up" : "down"], { w: name })}</p>`);
    return out.join("");
  }
  /* Not `disabled`: a button that is pressed keeps the focus. */
  const disable = (act, off) => set($(`[data-act="${act}"]`), { "aria-disabled": off });
  const refresh = {
    explore() {
      const name = s.show, slides = name in s.numbers, parameter = /^[wb]/.test(name);
      $("[data-pick]").value = name;
      $(".turn").hidden = !slides;
      $(".turn").style.visibility = hover && hover !== name ? "hidden" : "";
      if (slides) {
        const slider = $("[data-turn]"), field = $("[data-type]"), far = Math.max(4, Math.abs(current[name])), target = name[0] === "y";
        write(".turn span", inline(name));
        Object.assign(slider, { min: target ? 0 : -far, max: target ? 1 : far, value: current[name] });
        if (field !== document.activeElement) field.value = String(current[name]).replace("-", MINUS);
        set(slider, { "aria-label": name });
        set(field, { "aria-label": name });
      }
      write(".explained", explain(hover || name));
      $(".nudge").hidden = !parameter;
      if (parameter && $(".nudge").open) write(".nudge div", nudged(name));
    },
    step() {
      const one = steps[s.at], equations = one.equations[s.loss] || one.equations;
      write(".explained", `<p class="count">${s.at} / ${steps.length - 1}</p><p class="title">${say(one.title)}</p><p>${one.words}</p>${equations.map((line) => `<p>${inline(line)}</p>`).join("")}
        ${s.at ? one.names.map((name) => equation(name, undefined, !one.full.includes(name) && "brief")).join("") : ""}<p><a href="${one.link}">${one.page}</a></p>`);
      disable("before", s.at === 0);
      disable("next", s.at === steps.length - 1);
    },
    descend() {
      const n = losses.length - 1, last = losses[n], before = losses[n - 1];
      write(".curve", chart([0, Math.max(n, 10)], Math.max(...losses.filter(isFinite)) * 1.05 || 1, says.steps, say(says.loss, { v: decimal(last) }), (line, X, Y) => `
        <path class="curve" d="${line(losses.map((J, i) => [i, J]))}"/><path class="rise" d="${losses.map((J, i) => (J > losses[i - 1] ? line([[i - 1, losses[i - 1]], [i, J]]) : "")).join("")}"/>
        <circle class="now" cx="${X(n)}" cy="${Y(last)}" r="4"/>`));
      write(".state", say(last > before ? says.rose : n ? says.fell : says.start, { n, v: decimal(last), u: decimal(last > before ? before : losses[0]) }));
      if ($("[data-rate]") !== document.activeElement) $("[data-rate]").value = Math.log10(s.rate);
      if ($("[data-eta]") !== document.activeElement) $("[data-eta]").value = s.rate;
      $('[data-act="play"]').textContent = timer ? says.pause : says.play;
      disable("again", !n);
    },
    practise() {
      const { blanks, found, at, hint } = practice, done = blanks.every((name) => name in found);
      $("[data-exercise]").value = s.exercise;
      $("[data-number]").value = s.number;
      write(".blanks", blanks.length < 2 ? "" : blanks.map((name) => `<button type="button" data-blank="${name}" aria-label="${name}${name in found ? " ✓" : ""}" aria-current="${name === at}"${name in found ? ' class="done"' : ""}>${inline(name)}${name in found ? "\u202f✓" : ""}</button>`).join(""));
      write(".answer span", inline(at));
      $(".answer").hidden = $('[data-act="hint"]').hidden = done;
      write(".says", practice.says);
      write(".hint", at in found || hint > 2 ? equation(at) : hint > 1 ? equation(at, undefined, "symbols") : hint ? `<p>${says.lit}</p>` : "");
      $('[data-act="hint"]').textContent = says.hints[Math.min(hint, 2)];
    },
  };
  /* J over one parameter, with the tangent and the line through the two points that h leads to. */
  function nudged(name) {
    const here = v[name], slope = v[`d${name}`], J = (value) => compute({ ...s, numbers: { ...current, [name]: value } }).J;
    const ratio = (J(here + h) - v.J) / h, curve = range(61).map((i) => here - 3 + i / 10).map((value) => [value, J(value)]);
    const through = (by) => [-4, 4].map((far) => [here + far, v.J + by * far]);
    const row = (label, value) => `<tr><td>${label}</td><td>${value}</td></tr>`;
    return `<table class="plain">${row(inline("h"), decimal(h, 6))}${row(say(says.ratio), decimal(ratio, 8))}${row(inline(`d${name}`), decimal(slope, 8))}${row(says.apart, decimal(Math.abs(ratio - slope), 8))}</table>
      ${chart([here - 3, here + 3], Math.max(...curve.map(([, y]) => y)) * 1.05 || 1, name, says.curve, (line, X, Y) => `<path class="curve" d="${line(curve)}"/><path class="tangent" d="${line(through(slope))}"/>
      <path class="secant" d="${line(through(ratio))}"/><circle class="now" cx="${X(here)}" cy="${Y(v.J)}" r="4"/><circle class="then" cx="${X(here + h)}" cy="${Y(v.J + ratio * h)}" r="3"/>`)}`;
  }
  function allNumbers() {
    const cells = (name) => (name in v ? `<td>${inline(name)}</td><td>${String(v[name]).replace(/-/g, MINUS)}</td>` : "<td></td><td></td>");
    return `<table class="plain">${Object.keys(names).map((name) => `<tr>${cells(name)}${cells(`d${name}`)}</tr>`).join("")}</table>`;
  }

  function update() {
    solve();
    if (wide) paint();
    refresh[s.mode]();
    ["hidden", "loss"].forEach((key) => $$(`[data-${key}]`).forEach((menu) => (menu.value = s[key])));
    if ($(".all")?.open) write(".all div", allNumbers());
  }
  function show(mode) {
    s.mode = root.dataset.mode = mode;
    stop();
    panel.innerHTML = templates[mode];
    $$("[role=tab]").forEach((tab) => {
      const on = tab.dataset.mode === mode;
      set(tab, { "aria-selected": on, tabindex: on ? 0 : -1 });
    });
    $$("[data-act=reset], .all").forEach((node) => (node.hidden = practising()));
    update();
  }
  function choose(name) {
    s.show = name;
    hover = "";
    update();
    tell(name && say(`d${name}` in v ? says.chosen : says.shown, { w: name, v: decimal(v[name]), d: decimal(v[`d${name}`] || 0) }));
  }
  function take(n) {
    const runs = s.steps, before = losses.length, last = runs[runs.length - 1];
    step(n, s.rate);
    n = losses.length - before;
    if (last?.[1] === s.rate) last[0] += n;
    else if (n) runs.push([n, s.rate]);
    if (losses.length > MOST_STEPS) stop();
    update();
    tell($(".state").textContent);
  }
  function stop() {
    timer = clearInterval(timer);
  }
  function blank(name) {
    Object.assign(practice, { at: name, hint: 0, says: "" });
    update();
    $(".answer input").focus();
  }
  function check() {
    const field = $(".answer input"), answer = readNumber(field.value), { at, blanks, found } = practice;
    const told = isNaN(answer) ? { says: says.number } : diagnose(answer, at, s, v, says);
    root.dataset.found = told.kind;
    practice.says = told.says;
    if (told.kind === "right") {
      found[at] = answer;
      const next = blanks.find((name) => !(name in found));
      Object.assign(practice, { at: next || at, hint: 0, says: say(next || blanks.length < 2 ? says.right : says.all, { w: at, v: decimal(v[at]) }) });
      field.value = "";
    }
    update();
    ($(".answer").hidden ? $('[data-act="another"]') : field).focus();
  }

  const stepTo = (at) => {
    Object.assign(s, { at });
    update();
    tell(steps[at].title.replace(/[{}]/g, ""));
  };
  const acts = {
    reset: () => change({ ...fresh(example), mode: s.mode, show: s.show, rate: s.rate }),
    copy() {
      address();
      navigator.clipboard?.writeText(location.href);
      $('[data-act="copy"]').textContent = says.copied;
    },
    skip: () => panel.querySelector('select, button:not([aria-disabled="true"])').focus(),
    before: () => stepTo(s.at - 1),
    next: () => stepTo(s.at + 1),
    step: () => take(1),
    ten: () => take(10),
    play() {
      if (timer) stop();
      else timer = setInterval(take, 80, 1);
      update();
    },
    again() {
      stop();
      s.steps = [];
      losses = null;
      update();
      tell($(".state").textContent);
    },
    hint() {
      practice.hint += 1;
      update();
    },
    another() {
      s.number += 1;
      update();
      blank(practice.at);
      address();
    },
  };

  /* Hands: pointer, keys, fields */
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-act], [data-blank], [role=tab]"), { act, blank: name, mode } = button?.dataset || {};
    if (button?.getAttribute("aria-disabled") === "true") return;
    if (act) acts[act]();
    else if (name) blank(name);
    else if (mode) {
      show(mode);
      tell("");
    }
  });
  root.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
  });
  root.addEventListener("input", ({ target, target: { dataset: is } }) => {
    const number = readNumber(target.value), rate = "rate" in is ? +(10 ** number).toPrecision(2) : number;
    if ("turn" in is) turn(s.show, +number.toFixed(2));
    if ("type" in is) {
      set(target, { "aria-invalid": !allowed(s.show, number) });
      if (allowed(s.show, number)) turn(s.show, number);
    }
    if ("h" in is) {
      h = 10 ** number;
      update();
    }
    if (("rate" in is || "eta" in is) && rate > 0 && rate <= 1e6) {
      s.rate = rate;
      tell(say(says.rate, { v: rate }));
      update();
    }
  });
  root.addEventListener("change", ({ target: { dataset: is, value } }) => {
    if ("pick" in is) choose(value);
    if ("hidden" in is) change({ hidden: value });
    if ("loss" in is) change({ loss: value });
    if ("exercise" in is) change({ exercise: value }, " ");
    if ("number" in is && value >= 1) change({ number: Math.floor(value) }, " ");
  });
  root.addEventListener("toggle", update, true);

  const nameAt = ({ target }) => {
    const { name, line } = target.closest?.("[data-name], [data-line]")?.dataset || {};
    return name || line || "";
  };
  const picked = (event) => nameAt(event).replace(/^d/, "");
  const movable = (name) => name in s.numbers && !practising();
  function preview(name) {
    if (hover === name || practising() || s.mode === "descend") return;
    hover = name;
    update();
  }
  let drag;
  const on = (type, listener) => drawing.addEventListener(type, listener);
  on("pointerover", (event) => !drag && event.pointerType === "mouse" && preview(picked(event)));
  on("pointerleave", () => !drag && preview(""));
  on("focusin", (event) => event.target.matches(":focus-visible") && preview(picked(event)));
  on("focusout", () => preview(""));
  on("pointerdown", (event) => {
    const name = picked(event);
    if (event.button || !name) return;
    drag = { name, x: event.clientX, value: current[name], blank: [nameAt(event), `d${name}`].find((one) => practising() && practice.blanks.includes(one)) };
    if (movable(name)) event.target.setPointerCapture(event.pointerId);
  });
  on("pointermove", ({ clientX, shiftKey }) => {
    if (!drag || !movable(drag.name)) return;
    const by = clientX - drag.x;
    drag.moved ||= Math.abs(by) > 3;
    if (drag.moved) turn(drag.name, +(drag.value + by * (shiftKey ? 0.1 : 0.01)).toFixed(2));
  });
  on("pointerup", () => {
    const done = drag;
    drag = null;
    if (!done || done.moved) return;
    if (done.blank) blank(done.blank);
    else if (s.mode === "explore") choose(done.name === s.show ? "" : done.name);
  });
  on("pointercancel", () => (drag = null));
  on("keydown", (event) => {
    const name = picked(event), by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 100, PageDown: -100 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (by && movable(name)) turn(name, +(current[name] + (by * (event.shiftKey ? 10 : 1)) / 100).toFixed(6));
    else if (/^(Enter| )$/.test(event.key) && s.mode === "explore") choose(name === s.show ? "" : name);
    else if (event.key === "Escape" && s.mode === "explore") choose("");
    else return;
    event.preventDefault();
  });
  $(".modes")?.addEventListener("keydown", ({ key }) => {
    const tabs = $$("[role=tab]"), by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!by) return;
    const tab = tabs[(tabs.findIndex((one) => one.dataset.mode === s.mode) + by + tabs.length) % tabs.length];
    tab.click();
    tab.focus();
  });

  /* Life */
  function restore() {
    const code = whole && location.hash.includes("=") ? location.hash.slice(1) : data.at;
    s = decode(code, data);
    losses = null;
    practice = {};
    show(data.mode || s.mode);
  }
  restore();
  if (whole) addEventListener("hashchange", () => location.hash.includes("=") && restore());
  else address();
  new ResizeObserver(() => {
    layout();
    update();
  }).observe(drawing);
}

/* Each comes to life when the reader comes near: until then its still picture stands. */
const near = new IntersectionObserver((seen) => {
  for (const { target, isIntersecting } of seen) {
    if (!isIntersecting) continue;
    near.unobserve(target);
    piece(target);
  }
}, { rootMargin: "100% 0%" });
document.querySelectorAll(".bpref-touch").forEach((one) => near.observe(one));
})();
