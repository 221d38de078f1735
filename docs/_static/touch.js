/* The network you can touch. _ext/touch.py writes a still picture and what this script needs to
   know into each <div class="bpref-touch">; the script puts the live network in its place.
   The mathematics is in backprop.js. */
"use strict";

(() => {
  /* ---- The network: names, numbers, equations ------------------------------------------- */

  const range = (n, from = 0) => Array.from({ length: n }, (_, i) => i + from);
  const numbered = (letter, n, from = 1) => range(n, from).map((i) => letter + i);
  const WEIGHTS = numbered("w", 12), BIASES = numbered("b", 5);
  const PARAMETERS = [...WEIGHTS, ...BIASES];
  const INPUTS = ["x1", "x2", "y1", "y2", ...PARAMETERS]; // all that can be changed
  const NEURONS = range(5, 1);
  const PICKS = [...PARAMETERS, ...numbered("z", 5), ...numbered("a", 5), "x1", "x2", "y1", "y2", "J"];
  const index = (name) => +name.match(/\d+/)[0];
  const letters = (name) => name.match(/^[A-Za-z]+/)[0];

  /* Weights are numbered by what they leave: w1, w2, w3 leave x1. */
  const ENDS = {};
  range(6).forEach((k) => (ENDS[`w${k + 1}`] = [`x${Math.floor(k / 3) + 1}`, (k % 3) + 1]));
  range(6).forEach((k) => (ENDS[`w${k + 7}`] = [`a${Math.floor(k / 2) + 1}`, (k % 2) + 4]));
  const into = (n) => WEIGHTS.filter((w) => ENDS[w][1] === n);
  const leaving = (name) => WEIGHTS.filter((w) => ENDS[w][0] === name);

  const SIGMOID = [bpref.sigmoid, bpref.sigmoid_derivative];
  const HIDDEN = {
    sigmoid: SIGMOID,
    tanh: [bpref.tanh, bpref.tanh_derivative],
    relu: [bpref.relu, bpref.relu_derivative],
  };
  const LOSSES = ["cross-entropy", "squared-error"];
  const LABELS = { sigmoid: "sigmoid", tanh: "tanh", relu: "ReLU",
    "cross-entropy": "cross-entropy", "squared-error": "squared error" };

  const column = (v, names) => names.map((name) => [v[name]]);
  const matrices = (v) => ({
    x: column(v, ["x1", "x2"]), y: column(v, ["y1", "y2"]),
    W: [1, 4].map((n) => range(n === 1 ? 3 : 2, n).map((i) => into(i).map((w) => v[w]))),
    b: [column(v, numbered("b", 3)), column(v, numbered("b", 2, 4))],
  });

  /* Every number of the network by its name, from the 21 that can be changed. */
  function compute(s) {
    const v = { ...s.numbers };
    const { x, y, W, b } = matrices(v);
    const [g, g_prime] = HIDDEN[s.hidden];
    const [[z1, z2], [, a1, a2]] = bpref.forward_pass(x, W, b, [g, bpref.sigmoid]);
    const entropy = s.loss === "cross-entropy";
    // From z, so that a certain output has its loss to every digit.
    v.J = entropy ? bpref.sigmoid_cross_entropy(z2, y) : bpref.squared_error(a2, y);
    const da2 = (entropy ? bpref.cross_entropy_derivative : bpref.squared_error_derivative)(a2, y);
    const slopes1 = g_prime(z1), slopes2 = bpref.sigmoid_derivative(z2);
    const dz2 = entropy ? bpref.cross_entropy_dz(a2, y) : bpref.activation_backward(da2, slopes2);
    const da1 = bpref.input_gradient(W[1], dz2);
    const dz1 = bpref.activation_backward(da1, slopes1);
    const put = (letter, first, second) =>
      [...first, ...second].forEach(([value], i) => (v[letter + (i + 1)] = value));
    put("z", z1, z2);
    put("a", a1, a2);
    put("da", da1, da2);
    put("dz", dz1, dz2);
    put("gp", slopes1, slopes2);
    put("db", bpref.bias_gradient(dz1), bpref.bias_gradient(dz2));
    [bpref.weight_gradient(dz1, x), bpref.weight_gradient(dz2, a1)].forEach((dW, l) =>
      dW.forEach((row, i) => into(l ? i + 4 : i + 1).forEach((w, j) => (v[`d${w}`] = row[j]))));
    return v;
  }

  /* J with one number moved: a parameter or input, or a z or an a that the run forward sets. */
  function lossWith(s, name, value) {
    if (name in s.numbers) return compute({ ...s, numbers: { ...s.numbers, [name]: value } }).J;
    const v = compute(s), { x, y, W, b } = matrices(v), n = index(name) - 1;
    let z = column(v, numbered("z", 3)), a = column(v, numbered("a", 3));
    if (n < 3) {
      if (name[0] === "z") {
        z[n][0] = value;
        a = HIDDEN[s.hidden][0](z);
      } else a[n][0] = value;
      z = bpref.linear_forward(W[1], a, b[1]);
    } else {
      z = column(v, ["z4", "z5"]);
      if (name[0] === "z") z[n - 3][0] = value;
    }
    a = bpref.sigmoid(z);
    if (n > 2 && name[0] === "a") {
      a[n - 3][0] = value;
      return s.loss === "cross-entropy" ? bpref.cross_entropy(a, y) : bpref.squared_error(a, y);
    }
    return s.loss === "cross-entropy" ? bpref.sigmoid_cross_entropy(z, y) : bpref.squared_error(a, y);
  }

  function descend(numbers, s, rate) {
    const v = compute({ ...s, numbers }), { W, b } = matrices(v);
    const d = {};
    PARAMETERS.forEach((name) => (d[name] = v[`d${name}`]));
    const { W: dW, b: db } = matrices({ ...d, x1: 0, x2: 0, y1: 0, y2: 0 });
    const [W1, W2] = bpref.gradient_step(W, dW, rate), [b1, b2] = bpref.gradient_step(b, db, rate);
    const next = { ...numbers };
    [...W1, ...W2].forEach((row, i) => into(i + 1).forEach((w, j) => (next[w] = row[j])));
    [...b1, ...b2].forEach(([value], i) => (next[`b${i + 1}`] = value));
    return next;
  }

  /* The right sides that a name has, simplest last; gp is g'. */
  function sides(name, s) {
    const letter = letters(name), n = name === "J" ? 0 : index(name), y = `y${n - 3}`;
    const entropy = s.loss === "cross-entropy";
    const source = (w) => ENDS[w][0];
    switch (letter) {
      case "z": return [`${into(n).map((w) => `${w}*${source(w)}`).join(" + ")} + b${n}`];
      case "a":
        if (n > 3 || s.hidden === "sigmoid") return [`g(z${n})`, `1/(1 + exp(-z${n}))`];
        return [`g(z${n})`, s.hidden === "tanh" ? `tanh(z${n})` : `max(0, z${n})`];
      case "J": return [[4, 5].map((k) => {
        const a = `a${k}`, t = `y${k - 3}`, target = s.numbers[t];
        if (!entropy) return `${k > 4 ? " + " : ""}sq(${a} - ${t})/2`;
        const yes = `ln(${a})`, no = `ln(1 - ${a})`;
        const one = target === 1 ? yes : target === 0 ? no : `${t}*${yes} - (1 - ${t})*${no}`;
        return `${k > 4 ? " - " : "-"}${one}`;
      }).join("")];
      case "da":
        if (n > 3) return [entropy ? `-${y}/a${n} + (1 - ${y})/(1 - a${n})` : `a${n} - ${y}`];
        return [leaving(`a${n}`).map((w) => `${w}*dz${ENDS[w][1]}`).join(" + ")];
      case "dz": return n > 3 && entropy ? [`da${n}*gp(z${n})`, `a${n} - ${y}`] : [`da${n}*gp(z${n})`];
      case "dw": return [`dz${ENDS[`w${n}`][1]}*${source(`w${n}`)}`];
      case "db": return [`dz${n}`];
    }
    return [];
  }

  /* From layer 1, the whole way: a product for each path. */
  function allTheWay(name) {
    const letter = letters(name), n = index(name);
    const neuron = letter === "dw" ? ENDS[`w${n}`][1] : n;
    if (neuron > 3 || letter === "da" || letter === "z") return null;
    const end = letter === "dw" ? `*${ENDS[`w${n}`][0]}` : "";
    return leaving(`a${neuron}`).map((w) => `dz${ENDS[w][1]}*${w}*gp(z${neuron})${end}`).join(" + ");
  }

  /* ---- Numbers and formulas as they are shown -------------------------------------------- */

  const MINUS = "\u2212";
  const exact = (v) => Math.abs(v - Number(v.toFixed(6))) <= 1e-14 * Math.abs(v);
  const trimmed = (v) => v.toFixed(6).replace(/\.?0+$/, "");
  const typed = (text) => (text === "-0" ? "0" : text.replace("-", MINUS));
  const allDigits = (v) => typed(String(v).replace(/e\+?(-?)(\d+)/, "e$1$2"));
  const SUPERSCRIPT = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((c, i) => [i, c])) };

  function scientific(v, digits) {
    const [mantissa, exponent] = v.toExponential(digits - 1).split("e");
    return `${typed(mantissa)} × 10${[...exponent.replace("+", "")].map((c) => SUPERSCRIPT[c]).join("")}`;
  }
  /* As everywhere on the site: exactly, if six decimals do that, else rounded, zeros kept. */
  function decimal(v, places = 4) {
    if (!Number.isFinite(v)) return Number.isNaN(v) ? "not a number" : v > 0 ? "∞" : `${MINUS}∞`;
    if (Math.abs(v) >= 1e7) return scientific(v, places);
    if (exact(v)) return typed(trimmed(v));
    const text = v.toFixed(places);
    return Number(text) ? typed(text) : scientific(v, places - 1);
  }
  const plain = (text) => Number(text.replace(/ × 10/, "e").replaceAll(MINUS, "-")
    .replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (c) => Object.keys(SUPERSCRIPT).find((k) => SUPERSCRIPT[k] === c)));
  /* In the drawing there is room for so many characters. */
  function short(v, room) {
    if (!Number.isFinite(v)) return decimal(v);
    const text = decimal(v, 4);
    if (text.length <= room) return text;
    for (let places = 4; places >= 0; places--) {
      const rounded = v.toFixed(places);
      if (rounded.length <= room && Number(rounded)) return typed(rounded);
    }
    return typed(v.toExponential(0).replace("+", ""));
  }

  /* A formula, "w7*dz4 + w8*dz5", as a tree: [operator, ...parts], a name or a number. */
  function parse(text) {
    const tokens = text.match(/[A-Za-z]+(\[\d\]T?|\d+)?|\d+|[-+*/(),⊙]/g);
    const take = (...wanted) => wanted.includes(tokens[0]) && tokens.shift();
    const sum = () => {
      let left = term(), sign;
      while ((sign = take("+", "-"))) left = [sign, left, term()];
      return left;
    };
    const term = () => {
      if (take("-")) return ["neg", term()];
      let left = factor(), sign;
      while ((sign = take("*", "/", "⊙"))) left = [sign, left, factor()];
      return left;
    };
    const factor = () => {
      const token = tokens.shift();
      if (token === "(") {
        const inside = sum();
        take(")");
        return inside;
      }
      if (!take("(")) return /^\d/.test(token) ? Number(token) : token;
      const call = [token, sum()];
      while (take(",")) call.push(sum());
      take(")");
      return call;
    };
    return sum();
  }
  const isSum = (t) => ["+", "-", "neg"].includes(t[0]) && Array.isArray(t);
  const MATH = { ln: Math.log, exp: Math.exp, tanh: Math.tanh, max: Math.max, sq: (v) => v * v,
    "+": (p, q) => p + q, "-": (p, q) => p - q, "*": (p, q) => p * q, "/": (p, q) => p / q, neg: (p) => -p };
  const slope = (call) => `gp${index(call[1])}`; // g'(z4) is one number, not a calculation

  /* A tree's value, every number in it rounded as it is shown. */
  function evaluate(t, v, shown) {
    if (typeof t === "number") return t;
    if (!Array.isArray(t)) return shown(v[t]);
    if (t[0] === "gp") return shown(v[slope(t)]);
    return MATH[t[0]](...t.slice(1).map((part) => evaluate(part, v, shown)));
  }

  const KINDS = { d: "gradient", x: "forward", z: "forward", a: "forward", w: "parameter", b: "parameter" };
  const kind = (name) => KINDS[name[0].toLowerCase()] || "";
  const mi = (letter) => `<mi>${letter}</mi>`;
  const mo = (sign) => `<mo>${sign}</mo>`;
  const TIGHT = (sign) => `<mo lspace="0" rspace="0" stretchy="false">${sign}</mo>`;
  const fenced = (inside) => `<mrow>${TIGHT("(")}${inside}${TIGHT(")")}</mrow>`;

  function symbol(name) {
    const [, d, letter, scripts] = name.match(/^(d?)([A-Za-z])(.*)$/);
    const body = !scripts ? mi(letter) : scripts[0] !== "["
      ? `<msub>${mi(letter)}<mn>${scripts}</mn></msub>`
      : `<msup>${mi(letter)}<mrow>${TIGHT("[")}<mn>${scripts[1]}</mn>${TIGHT("]")}${
        scripts.endsWith("T") ? "<mi>𝖳</mi>" : ""}</mrow></msup>`;
    const k = kind(name);
    return `<mrow${k ? ` class="bpref-${k}"` : ""}>${d ? mi("d") : ""}${body}</mrow>`;
  }

  /* A tree in MathML: in symbols, or, with a function that writes a number, in numbers. */
  function mathml(t, number) {
    const show = (part) => mathml(part, number);
    const mn = (value) => `<mn>${number(value)}</mn>`;
    if (typeof t === "number") return `<mn>${t}</mn>`;
    if (!Array.isArray(t)) return number ? mn(number.v[t]) : symbol(t);
    const [head, left, right] = t;
    const bracket = (part) => {
      const text = show(part);
      return isSum(part) || text.startsWith(`<mn>${MINUS}`) ? fenced(text) : text;
    };
    switch (head) {
      case "+": case "-": {
        const text = show(right);
        const wrap = text.startsWith(`<mn>${MINUS}`) || (head === "-" && isSum(right));
        return show(left) + mo(head === "-" ? MINUS : "+") + (wrap ? fenced(text) : text);
      }
      case "neg": return `<mrow><mo form="prefix">${MINUS}</mo>${bracket(left)}</mrow>`;
      case "*": return bracket(left) + (number ? mo("×") : '<mspace width="0.17em"/>') + bracket(right);
      case "⊙": return bracket(left) + mo("⊙") + bracket(right);
      case "/": return `<mfrac><mrow>${show(left)}</mrow><mrow>${show(right)}</mrow></mfrac>`;
      case "exp": return `<msup>${mi("e")}<mrow>${show(left)}</mrow></msup>`;
      case "sq": return `<msup>${fenced(show(left))}<mn>2</mn></msup>`;
      case "gp":
        return number ? mn(number.v[slope(t)])
          : `<mrow>${mi("g")}<mo lspace="0" rspace="0">′</mo>${fenced(show(left))}</mrow>`;
    }
    const inside = t.slice(1).map(show).join(mo(","));
    return `<mrow><mi>${head}</mi>${fenced(inside)}</mrow>`;
  }

  /* The terms of a sum, each with its sign, to set one under the other where a row is too long. */
  function terms(t, number) {
    if (t[0] !== "+" && t[0] !== "-") return [mathml(t, number)];
    const first = terms(t[1], number);
    return [...first, mathml(t, number).slice(mathml(t[1], number).length)];
  }
  const width = (row) => row.replace(/<mspace[^>]*>/g, " ").replace(/<[^>]*>/g, "").length;
  const math = (inside) => `<math display="inline"><mstyle displaystyle="true">${inside}</mstyle></math>`;
  const inline = (inside) => `<math>${inside}</math>`;

  /* The rows of an equation: [what stands left, the sign, the right side]. */
  function rows(name, formulas, v, room, result = true) {
    const out = [];
    const add = (sign, t, number) => {
      const parts = terms(t, number);
      const lines = parts.map(width).reduce((a, b) => a + b, 0) > room && parts.length > 1 ? parts : [parts.join("")];
      lines.forEach((line, i) => out.push([out.length ? "" : symbol(name), i ? "" : sign, line]));
    };
    const trees = formulas.map(parse);
    trees.forEach((t) => add("=", t));
    const last = trees[trees.length - 1], target = v[name];
    const shown = decimal(target);
    if (!result) return out;
    if (Array.isArray(last)) {
      // Operands carry six decimals, or as many as a calculator needs to show the same result.
      for (let places = 6; places < 15; places++) {
        const number = Object.assign((value) => decimal(value, places), { v });
        const got = evaluate(last, v, (value) => plain(number(value)));
        const digits = (shown.split(".")[1] || "").length;
        const same = /×/.test(shown) ? scientific(got, 3) === shown
          : Math.abs(got) < 1e21 && Number(got.toFixed(digits)) === plain(shown);
        if (!same && places < 14) continue;
        if (!same) break; // a certain output: its a no longer knows its z
        const rounded = [];
        evaluate(last, v, (value) => rounded.push(exact(value) || !Number.isFinite(value)) && value);
        add(rounded.every(Boolean) ? "=" : "≈", last, number);
        break;
      }
    }
    out.push(["", exact(target) || !Number.isFinite(target) ? "=" : "≈", `<mn class="result">${shown}</mn>`]);
    return out;
  }
  const table = (list) => `<div class="rows">${list.map(([left, sign, right]) =>
    `<div>${left ? math(left) : ""}</div><div>${sign ? math(mo(sign)) : ""}</div><div>${math(right)}</div>`).join("")}</div>`;
  const inWords = (name) => inline(symbol(name));

  /* ---- What is lit for a name ------------------------------------------------------------ */

  function path(name) {
    const forward = new Set(), gradient = new Set();
    const back = (n) => { // the way back from J to z of neuron n
      gradient.add(`dz${n}`).add(`da${n}`);
      if (n < 4) leaving(`a${n}`).forEach((w) => { gradient.add(w); back(ENDS[w][1]); });
    };
    if (!name) return { forward, gradient };
    const letter = letters(name), n = name === "J" ? 0 : index(name);
    forward.add(name);
    if (letter === "w") {
      forward.add(ENDS[name][0]).add(`z${ENDS[name][1]}`);
      gradient.add(`d${name}`);
      back(ENDS[name][1]);
    } else if (letter === "b") {
      forward.add(`z${n}`);
      gradient.add(`d${name}`);
      back(n);
    } else if (letter === "z") {
      into(n).forEach((w) => forward.add(w).add(ENDS[w][0]));
      forward.add(`b${n}`);
      back(n);
    } else if (letter === "a") {
      forward.add(`z${n}`);
      back(n);
      gradient.delete(`dz${n}`);
      if (n > 3) forward.add("J");
      else leaving(name).forEach((w) => forward.add(w).add(`z${ENDS[w][1]}`));
    } else if (letter === "x") {
      leaving(name).forEach((w) => forward.add(w).add(`z${ENDS[w][1]}`));
    } else {
      ["a4", "a5", "y1", "y2", "J"].forEach((each) => forward.add(each));
    }
    return { forward, gradient };
  }

  /* ---- The state and its address --------------------------------------------------------- */

  const MODES = ["explore", "step", "descend", "practise"];
  const MOST_STEPS = 5000;
  const fresh = (example) => ({
    mode: "explore", numbers: { ...example }, hidden: "sigmoid", loss: "cross-entropy",
    show: "", at: 0, rate: 0.5, steps: [], exercise: "dz", number: 1,
  });
  const acceptable = (name, value) =>
    Number.isFinite(value) && Math.abs(value) <= 1e6 && (name[0] !== "y" || (value >= 0 && value <= 1));

  /* mode=step&hidden=tanh&w7=2&show=w7: only what differs; a number's shortest text is exact. */
  function encode(s, example) {
    const out = [], normal = fresh(example);
    const add = (key) => s[key] !== normal[key] && out.push(`${key}=${s[key]}`);
    ["mode", "hidden", "loss"].forEach(add);
    if (s.mode === "practise") return [...out, `exercise=${s.exercise}`, `number=${s.number}`].join("&");
    INPUTS.forEach((name) => {
      if (!Object.is(s.numbers[name], example[name])) out.push(`${name}=${s.numbers[name]}`);
    });
    add("show");
    if (s.mode === "step") add("at");
    add("rate");
    if (s.steps.length) out.push(`steps=${s.steps.map(([rate, n]) => `${n}x${rate}`).join(",")}`);
    return out.join("&");
  }

  function decode(text, example) {
    const s = fresh(example);
    const oneOf = { mode: MODES, hidden: Object.keys(HIDDEN), loss: LOSSES, show: PICKS,
      exercise: LEVELS.map((level) => level.key) };
    for (const [key, value] of new URLSearchParams(text)) {
      const number = value.trim() ? Number(value) : NaN;
      if (key in example) {
        if (acceptable(key, number)) s.numbers[key] = number;
      } else if (key in oneOf) {
        if (oneOf[key].includes(value)) s[key] = value;
      } else if (key === "at" || key === "number") {
        if (Number.isInteger(number) && number >= 0 && number < 1e6) s[key] = number;
      } else if (key === "rate") {
        if (number > 0 && Number.isFinite(number)) s.rate = number;
      } else if (key === "steps") {
        let left = MOST_STEPS;
        value.split(",").map((part) => part.split("x").map(Number)).forEach(([n, rate]) => {
          if (!(Number.isInteger(n) && n > 0 && rate > 0 && Number.isFinite(rate))) return;
          s.steps.push([rate, Math.min(n, left)]);
          left -= Math.min(n, left);
        });
      }
    }
    s.at = Math.min(s.at, STEPS.length - 1);
    return s;
  }

  /* ---- The drawing: the article's layout, as wide as there is room ------------------------- */

  const ALONG = { w3: 2 / 3, w4: 2 / 3, w8: 1 / 3, w11: 1 / 3 }; // so no two labels are at one height
  const ITALIC = (letter) => (letter === "h" ? "ℎ"
    : String.fromCodePoint(letter.codePointAt(0) + (letter < "a" ? 0x1d434 - 65 : 0x1d44e - 97)));
  const svgSymbol = (name) => {
    const [, word, n] = name.match(/^([A-Za-z]+)(\d*)$/);
    return `<tspan class="symbol">${[...word].map(ITALIC).join("")}</tspan>${n
      ? `<tspan class="index" dy=".25em">${n}</tspan><tspan dy="-.19em">\u200b</tspan>` : ""}`;
  };

  function geometry(wide) {
    const font = wide >= 520 ? 14 : wide >= 370 ? 12 : 11;
    const unit = wide >= 520 ? 1.34 : 1.24;
    const side = wide >= 520 ? 24 : 17; // half of the column of x, and of J
    const box = wide >= 520 ? 98 : font * 6.1;
    const gap = (wide - 4 * side - 2 * box - 2 - (wide >= 520 ? 26 : 8)) / 2;
    const tall = font * 1.62;
    const x1 = 1 + 2 * side + gap + box / 2, x2 = x1 + box + gap;
    const at = { x1: [side + 1, 116 * unit], x2: [side + 1, 244 * unit], J: [wide - side - 1, 180 * unit] };
    [[x1, 52], [x1, 180], [x1, 308], [x2, 116], [x2, 244]].forEach(([x, y], i) => (at[i + 1] = [x, y * unit + font * 0.5]));
    return { wide, font, side, box, tall, at, high: 368 * unit + font * 1.2, room: wide >= 520 ? 8 : 6 };
  }

  function draw(G) {
    const { font, side, box, tall, at } = G, f = (v) => +v.toFixed(1);
    const lines = [], marks = [], radius = side - 1;
    const text = (x, y, inside, cls = "", anchor = "middle") =>
      `<text class="${cls}" x="${f(x)}" y="${f(y)}" text-anchor="${anchor}">${inside}</text>`;
    const value = (name) => `<tspan data-value="${name}"></tspan>`;
    const named = (name) => `${svgSymbol(name)} ${value(name)}`;

    /* A line with its two lit forms, forward and back, side by side. */
    const line = (name, [x1, y1], [x2, y2], hit = true) => {
      const length = Math.hypot(x2 - x1, y2 - y1), dx = (x2 - x1) / length, dy = (y2 - y1) / length;
      const point = (along, aside) => `${f(x1 + along * dx - aside * dy)} ${f(y1 + along * dy + aside * dx)}`;
      const arrow = (from, to, aside, cls) => {
        const way = Math.sign(to - from), head = to - 8 * way;
        return `<path class="${cls}" d="M${point(from, aside)}L${point(head, aside)}"/>
          <path class="${cls} arrow" d="M${point(to, aside)}L${point(head, aside + 4.5)}L${point(head, aside - 4.5)}Z"/>`;
      };
      lines.push(`<g class="line" data-line="${name}">${hit ? `<path class="hit" d="M${point(0, 0)}L${point(length, 0)}"/>` : ""}
        <path class="rest" d="M${point(0, 0)}L${point(length, 0)}"/>
        ${arrow(0, length, -3, "ahead")}${arrow(length, 0, 3, "back")}</g>`);
    };
    const high = font * 1.2;
    /* A parameter's name and number, under them its gradient. */
    const plate = (name, x, y) => {
      const half = font * 2.35;
      marks.push(`<g class="plate ${kind(name)}" data-name="${name}" tabindex="0" role="slider">
        <rect x="${f(x - half)}" y="${f(y - high)}" width="${f(2 * half)}" height="${f(2 * high)}" rx="4"/>
        ${text(x, y - high / 2, named(name), "name")}${text(x, y + high / 2, value(`d${name}`), "gradient")}</g>`);
    };
    const circle = (name, x, y, r, role) => marks.push(
      `<g class="round ${kind(name)}" data-name="${name}" tabindex="0" role="${role}"><circle cx="${f(x)}" cy="${f(y)}" r="${r}"/>
      ${text(x, y - font * 0.55, svgSymbol(name), "name")}${text(x, y + font * 0.6, value(name))}</g>`);

    WEIGHTS.forEach((name) => {
      const [source, target] = ENDS[name];
      const from = source[0] === "x" ? [at[source][0] + radius, at[source][1]]
        : [at[index(source)][0] + box / 2, at[index(source)][1] + tall / 2];
      const to = [at[target][0] - box / 2, at[target][1] - tall / 2];
      line(name, from, to);
      const along = ALONG[name] || 1 / 2;
      plate(name, from[0] + along * (to[0] - from[0]), from[1] + along * (to[1] - from[1]));
    });
    NEURONS.forEach((n) => {
      const [x, y] = at[n];
      line(`b${n}`, [x, y - tall - 13], [x, y - tall], false);
      plate(`b${n}`, x, y - tall - 13 - high);
      ["z", "a"].forEach((letter, i) => marks.push(
        `<g class="cell ${kind(letter)}" data-name="${letter}${n}" tabindex="0" role="button">
        <rect x="${f(x - box / 2)}" y="${f(y - tall + i * tall)}" width="${box}" height="${f(tall)}" rx="4"/>
        ${text(x, y + (i - 0.5) * tall, named(letter + n), "name")}</g>`));
      ["da", "dz"].forEach((word, i) => marks.push(
        `<g class="sum gradient" data-name="${word}${n}">${text(x, y + tall + (i + 0.62) * high * 1.04, named(word + n), "name")}</g>`));
    });
    const [x, y] = at.J;
    [4, 5].forEach((n, i) => {
      const aside = i ? 1 : -1;
      line(`a${n}`, [at[n][0] + box / 2, at[n][1] + tall / 2], [x - radius * 0.6, y + aside * radius * 0.8], false);
      line(`y${n - 3}`, [x, y + aside * (radius * 2 + font)], [x, y + aside * radius], false);
      circle(`y${n - 3}`, x, y + aside * (radius * 2.6 + font), radius * 0.85, "slider");
    });
    ["x1", "x2"].forEach((name) => circle(name, ...at[name], radius, "slider"));
    circle("J", x, y, radius, "button");
    return `<svg viewBox="0 0 ${f(G.wide)} ${f(G.high)}" width="${f(G.wide)}" height="${f(G.high)}" role="group"
      aria-label="The network" style="font-size:${font}px">${lines.join("")}${marks.join("")}</svg>`;
  }

  /* A small chart: the scales for x and y, and the frame with its labels. */
  function chart([x1, x2], [y1, y2], xLabel, yLabel) {
    const X = (v) => +(44 + ((v - x1) / (x2 - x1 || 1)) * 246).toFixed(2);
    const Y = (v) => +(128 - ((v - y1) / (y2 - y1 || 1)) * 112).toFixed(2);
    const frame = `<path class="axis" d="M44 12V128H294"/>
      <text x="40" y="${Y(y2)}" class="y">${decimal(y2, 2)}</text><text x="40" y="128" class="y">${decimal(y1, 2)}</text>
      <text x="44" y="142">${decimal(x1, 2)}</text><text x="290" y="142" class="end">${decimal(x2, 2)}</text>
      <text x="167" y="142" class="middle">${xLabel}</text><text x="50" y="10">${yLabel}</text>`;
    return { X, Y, frame };
  }
  const polyline = (points) => points.map(([x, y], i) => `${i ? "L" : "M"}${x} ${y}`).join("");

  /* ---- Step: the way forward and back, one equation after the other ------------------------ */

  const LAYER1 = numbered("w", 6), LAYER2 = numbered("w", 6, 7);
  const d = (names) => names.map((name) => `d${name}`);
  const zs1 = numbered("z", 3), as1 = numbered("a", 3), zs2 = ["z4", "z5"], as2 = ["a4", "a5"];
  const bs1 = numbered("b", 3), bs2 = ["b4", "b5"], xs = ["x1", "x2"], ys = ["y1", "y2"];
  const STEPS = [
    { title: "Before the first step", page: "network", names: INPUTS, equations: [],
      forward: [...xs, ...PARAMETERS], words: "The example, its targets, and the 17 parameters are given." },
    { title: "Forward through layer 1", page: "network", names: [...zs1, ...as1],
      equations: ["z[1] = W[1]*a[0] + b[1]", "a[1] = g(z[1])"], forward: [...xs, ...LAYER1, ...bs1, ...zs1, ...as1] },
    { title: "Forward through layer 2", page: "network", names: [...zs2, ...as2],
      equations: ["z[2] = W[2]*a[1] + b[2]", "a[2] = g(z[2])"], forward: [...as1, ...LAYER2, ...bs2, ...zs2, ...as2] },
    { title: "The loss", page: "activation-and-loss", names: ["J"], equations: [], forward: [...as2, ...ys, "J"] },
    { title: "Back, step 1: dz of the last layer", page: "last-layer", names: [...d(as2), ...d(zs2)],
      equations: { "cross-entropy": ["dz[2] = da[2] ⊙ gp(z[2]) = a[2] - y"],
        "squared-error": ["da[2] = a[2] - y", "dz[2] = da[2] ⊙ gp(z[2])"] }, gradient: [...d(as2), ...d(zs2)] },
    { title: "Back, step 2: the parameters of this layer", page: "last-layer-parameters",
      names: [...d(LAYER2), ...d(bs2)], equations: ["dW[2] = dz[2]*a[1]T", "db[2] = dz[2]"],
      forward: as1, gradient: [...d(zs2), ...d(LAYER2), ...d(bs2)] },
    { title: "Back, step 3: cross into the layer before", page: "crossing", names: [...d(as1), ...d(zs1)],
      equations: ["da[1] = W[2]T*dz[2]", "dz[1] = da[1] ⊙ gp(z[1])"], gradient: [...d(zs2), ...LAYER2, ...d(as1), ...d(zs1)] },
    { title: "Back, step 4: the same one layer down", page: "first-layer-parameters",
      names: [...d(LAYER1), ...d(bs1)], equations: ["dW[1] = dz[1]*a[0]T", "db[1] = dz[1]"],
      forward: xs, gradient: [...d(zs1), ...d(LAYER1), ...d(bs1)],
      words: "Layer 1 is the first: all 17 gradients are found." },
  ];

  /* ---- Practise: exercises, and the mistakes that answers are compared with ---------------- */

  const BACK2 = [...d(zs2), ...d(LAYER2), ...d(bs2)];
  const LEVELS = [
    { key: "dz", title: "One dz", blanks: d(zs2), given: [], one: true },
    { key: "dw", title: "One dw", blanks: d(LAYER2), given: d(zs2), one: true },
    { key: "da", title: "da by two paths", blanks: d(as1), given: d(zs2), one: true },
    { key: "hidden", title: "dz of a hidden neuron", blanks: d(zs1), given: [...d(zs2), ...d(as1)], one: true },
    { key: "layer", title: "A whole layer", blanks: BACK2, given: [] },
    { key: "all", title: "All 17", given: [],
      blanks: [...BACK2, ...d(as1), ...d(zs1), ...d(LAYER1), ...d(bs1)] },
  ];
  const NEAR = 0.001; // answers have three decimals

  /* Random numbers that are the same in every browser. */
  function random(seed) {
    let state = [...seed].reduce((h, c) => Math.imul(h ^ c.charCodeAt(0), 16777619), 2166136261);
    return () => {
      state = (state + 0x6d2b79f5) | 0;
      let t = Math.imul(state ^ (state >>> 15), 1 | state);
      t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  /* An exercise: the outputs a are chosen, kind to calculate with, and the biases follow. */
  function exercise(s) {
    const level = LEVELS.find(({ key }) => key === s.exercise);
    const next = random([s.exercise, s.number, s.hidden, s.loss].join(" "));
    let best;
    for (let tries = 0; tries < 300; tries++) {
      const deal = (n, values) => {
        const left = [...values];
        return range(n).map(() => left.splice(Math.floor(next() * left.length), 1)[0]);
      };
      const numbers = {};
      const [x1, x2] = deal(2, [1, 2, 3, 4, -1, -2, 0.5]), y1 = next() < 0.5 ? 0 : 1;
      Object.assign(numbers, { x1, x2, y1, y2: 1 - y1 });
      deal(12, [0.25, -0.25, 0.5, -0.5, 0.75, -0.75, 1, -1, 1.5, -1.5, 2, -2, 2.5, -2.5, 3, -3])
        .forEach((w, i) => (numbers[WEIGHTS[i]] = w));
      const a = {
        sigmoid: () => deal(3, [0.2, 0.4, 0.5, 0.6, 0.8, 0.9]),
        tanh: () => deal(3, [0.5, -0.5, 0.6, -0.6, 0.8, -0.8, 0.2]),
        relu: () => deal(3, [0.5, 1, 1.5, 2, 3, -1, -2]),
      }[s.hidden]().concat(deal(2, [0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9]));
      const z = a.map((value, i) => (i > 2 || s.hidden === "sigmoid" ? Math.log(value / (1 - value))
        : s.hidden === "tanh" ? Math.atanh(value) : value));
      const source = { x1, x2 };
      as1.forEach((name, i) => (source[name] = s.hidden === "relu" ? Math.max(a[i], 0) : a[i]));
      NEURONS.forEach((n) => (numbers[`b${n}`] = into(n).reduce((left, w) => left - numbers[w] * source[ENDS[w][0]], z[n - 1])));
      const v = compute({ ...s, numbers });
      const blanks = level.one ? [level.blanks[Math.floor(next() * level.blanks.length)]] : level.blanks;
      // A mistake must not look like the answer, and better not like another mistake.
      let far = true, alike = 0;
      blanks.forEach((name) => {
        if (Math.abs(v[name]) < 0.02 && v[name] !== 0) far = false;
        if (v[name] === 0 && s.hidden !== "relu") far = false;
        const all = mistakes(name, s, v);
        all.forEach((one, i) => {
          const apart = Math.abs(one.value - v[name]);
          if (apart > 1e-9 && apart < 4 * NEAR) far = false;
          if (v[name] !== 0) alike += all.slice(0, i).some((other) => other.kind !== one.kind && Math.abs(other.value - one.value) < 2.5 * NEAR);
        });
      });
      if (far && (!best || alike < best.alike)) best = { numbers, blanks, alike };
      if (best && best.alike === 0) break;
    }
    return { level, ...best };
  }

  /* Every mistake that we know, computed: what the answer would be, and what to say. */
  function mistakes(name, s, v) {
    const out = [], right = v[name], letter = letters(name), n = index(name);
    const add = (kind, value, says) => {
      if (Number.isFinite(value) && Math.abs(value - right) > 2 * NEAR) out.push({ kind, value, says });
    };
    const weight = letter === "dw" ? `w${n}` : "";
    const neuron = weight ? ENDS[weight][1] : n;
    const last = neuron > 3, z = `z${neuron}`, a = `a${neuron}`, da = `da${neuron}`;
    const slope = v[`gp${neuron}`];
    const times = weight ? v[ENDS[weight][0]] : 1; // what stands behind dz
    const g_prime = last ? bpref.sigmoid_derivative : HIDDEN[s.hidden][1];
    const at = (value) => g_prime([[value]])[0][0];
    const entropy = s.loss === "cross-entropy";

    if (letter === "da") {
      const [p, q] = leaving(a), one = v[p] * v[`dz${ENDS[p][1]}`], two = v[q] * v[`dz${ENDS[q][1]}`];
      add("path", one, `The path through {${q}} is forgotten: {${a}} goes into {z4} and into {z5}, and both add up.`);
      add("path", two, `The path through {${p}} is forgotten: {${a}} goes into {z4} and into {z5}, and both add up.`);
      const [r, t] = [`w${6 + n}`, `w${9 + n}`];
      add("transpose", v[r] * v.dz4 + v[t] * v.dz5,
        `That is {${r}*dz4 + ${t}*dz5}. The weights that leave {${a}} are {${p}} and {${q}}: a column of {W[2]}, so it is {W[2]T} that multiplies.`);
      const row = into(4), [e, f] = [row[n - 1], row[n % 3]];
      add("transpose", v[e] * v.dz4 + v[f] * v.dz5,
        `That is {${e}*dz4 + ${f}*dz5}, along a row of {W[2]}. The weights that leave {${a}} are {${p}} and {${q}}: a column, so it is {W[2]T} that multiplies.`);
      add("crossed", v[p] * v.dz5 + v[q] * v.dz4, `Each weight has met the wrong {dz}: {${p}} goes into {z4}, {${q}} into {z5}.`);
      add("slope", right * slope, `That is {dz${n}} already: {gp(z${n})} comes one step later.`);
      add("path-sign", one - two, "One of the two paths has the wrong sign.");
      add("path-sign", two - one, "One of the two paths has the wrong sign.");
    } else {
      if (!last || !entropy) {
        add("no-slope", v[da] * times, `The slope {gp(${z})} is forgotten: {dz${neuron}} is {da${neuron}*gp(${z})}.`);
        add("slope-at-a", v[da] * at(v[a]) * times, `The slope was taken at {${a}}. It belongs to {${z}}: {gp(${z})}.`);
      } else {
        add("slope-twice", right * slope, `{gp(${z})} is in it twice: in {${a} - y${neuron - 3}} it has cancelled already.`);
        add("no-slope", v[da] * times, weight ? `That is {${da}*${ENDS[weight][0]}}. It is {dz${neuron}} that is wanted.`
          : `That is {${da}}. One step is left, times {gp(${z})}.`);
      }
      if (!last) {
        leaving(a).forEach((w, i, both) => add("path", v[w] * v[`dz${ENDS[w][1]}`] * slope * times,
          `The path through {${both[1 - i]}} is forgotten: {${a}} goes into {z4} and into {z5}.`));
        const [r, t] = [`w${6 + neuron}`, `w${9 + neuron}`];
        add("transpose", (v[r] * v.dz4 + v[t] * v.dz5) * slope * times,
          `In {da${neuron}} stand {${leaving(a)[0]}} and {${leaving(a)[1]}}, the weights that leave {${a}}: {W[2]} is transposed.`);
      }
      if (last && letter === "dz") add("target", v[a] - v[`y${6 - neuron}`] * 1, `The target of {${a}} is {y${neuron - 3}}.`);
      if (weight) {
        // Read along the rows, as one would number them, instead of down the columns.
        const k = neuron > 3 ? n - 7 : n - 1, columns = last ? 3 : 2, base = last ? 4 : 1;
        const misread = into(base + Math.floor(k / columns))[k % columns];
        (last ? LAYER2 : LAYER1).filter((other) => other !== weight).forEach((other) =>
          add(other === misread ? "transpose" : "neighbour", v[`d${other}`], other === misread
            ? `That is {d${other}}: transposed. {${weight}} leaves {${ENDS[weight][0]}} and goes into {${z}}; in {dW[${last ? 2 : 1}]} the row says where it goes.`
            : `That is {d${other}}. {${weight}} leaves {${ENDS[weight][0]}} and goes into {${z}}.`));
        if (last) add("z-for-a", v[`dz${neuron}`] * v[`z${index(ENDS[weight][0])}`], `That is {dz${neuron}} times {z${index(ENDS[weight][0])}}. What {${weight}} multiplies is {${ENDS[weight][0]}}.`);
        add("weight", v[`dz${neuron}`] * v[weight], `That is {dz${neuron}*${weight}}. The slope of {${z}} by {${weight}} is what {${weight}} multiplies, {${ENDS[weight][0]}}.`);
      }
    }
    add("mean", right / 2, "That is half of it. {J} is summed over the outputs; 1/m divides by the number of examples, and here m is 1.");
    add("mean", right / 3, "That is a third of it. {J} is summed over the outputs; 1/m divides by the number of examples, and here m is 1.");
    out.unshift(...(Math.abs(right) > NEAR ? [{ kind: "sign", value: -right, says: "Right in size, but the sign is wrong." }] : []));
    return out;
  }
  const say = (text) => text.replace(/\{([^}]*)\}/g, (_, formula) => inline(mathml(parse(formula))));

  function diagnose(answer, name, s, v) {
    const right = v[name];
    if (Math.abs(answer - right) <= NEAR + 1e-9) return { kind: "right" };
    const near = mistakes(name, s, v).map((one) => [Math.abs(one.value - answer), one]).filter(([far]) => far <= NEAR + 1e-9);
    // Two mistakes can give one number: then both are named.
    const kinds = [...new Set(near.map(([, one]) => one.kind))];
    if (near.length) return { kind: kinds.join(" "), says: kinds.map((kind) => near.find(([, one]) => one.kind === kind)[1].says).join(" Or: ") };
    if (Math.abs(answer - right) < 0.02 * Math.abs(right)) return { kind: "rounding", says: "Close. Keep more digits on the way." };
    if ([0.01, 0.1, 10, 100].some((by) => Math.abs(answer - by * right) <= NEAR * by + 1e-9)) return { kind: "point", says: "The digits are right. Look at the decimal point." };
    return { kind: "other", says: "Not yet, and it is none of the usual mistakes. A hint shows the path." };
  }
  /* What people type: −0.25, -0,25, 1/4. */
  function readAnswer(text) {
    const parts = text.trim().replaceAll(MINUS, "-").replaceAll(",", ".").split("/");
    if (parts.length > 2 || parts.some((part) => !part.trim() || !Number.isFinite(Number(part)))) return NaN;
    return parts.map(Number).reduce((p, q) => p / q);
  }

  /* ---- One piece of the page --------------------------------------------------------------- */

  const escape = (text) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
  const options = (list, chosen) => list.map(([value, label]) =>
    `<option value="${value}"${value === chosen ? " selected" : ""}>${escape(label)}</option>`).join("");
  const kindOf = (name) => (name === "J" ? "the loss" : name in ENDS ? `weight from ${ENDS[name][0]} to z${ENDS[name][1]}`
    : { b: `bias of z${name.slice(1)}`, z: `sum of neuron ${name.slice(1)}`, a: `activation of neuron ${name.slice(1)}`,
      x: "input", y: `target of a${+name.slice(1) + 3}` }[name[0]]);

  function piece(root) {
    const data = JSON.parse(root.dataset.touch);
    const { example, pages, home, mode: only } = data;
    const whole = !only;
    let s = decode(data.at, example), v, current, losses, practice = {}, hover = "", G, timer = 0, h = 0.5, shownNames = {};
    if (only) s.mode = only;

    root.innerHTML = `${whole ? `<div class="modes" role="tablist" aria-label="What to do">${MODES.map((mode) =>
      `<button type="button" role="tab" id="touch-${mode}" data-mode="${mode}" aria-controls="touch-panel">${mode[0].toUpperCase()}${mode.slice(1)}</button>`).join("")}</div>` : ""}
      <div class="stage"><div class="drawing"></div><div class="panel"${whole ? ' id="touch-panel" role="tabpanel"' : ""}></div></div>
      <div class="tools"></div><p class="visually-hidden" aria-live="polite"></p>`;
    const $ = (selector) => root.querySelector(selector);
    const drawing = $(".drawing"), panel = $(".panel"), tools = $(".tools"), live = $("[aria-live]");
    const nodes = {};

    /* -- numbers -- */
    const practising = () => s.mode === "practise";
    function solve() {
      if (practising()) {
        const key = [s.exercise, s.number, s.hidden, s.loss].join();
        if (practice.key !== key) {
          const made = exercise(s);
          practice = { key, ...made, answers: {}, at: made.blanks[0], says: "", hint: 0 };
        }
        current = practice.numbers;
      } else if (!losses) { // replay the steps that the address tells of
        current = s.numbers;
        losses = [compute(s).J];
        s.steps.forEach(([rate, n]) => range(n).forEach(() => stepOnce(rate)));
      }
      v = compute({ ...s, numbers: current });
    }
    function stepOnce(rate) {
      current = descend(current, s, rate);
      losses.push(compute({ ...s, numbers: current }).J);
    }
    function change(name, value) { // by hand: what was trained is a new beginning
      if (!acceptable(name, value) || practising()) return;
      s.numbers = { ...current, [name]: value };
      s.steps = [];
      losses = null;
      update();
      tell(() => `${name} is ${decimal(value)}. J is ${decimal(v.J)}.${`d${name}` in v ? ` d${name} is ${decimal(v[`d${name}`])}.` : ""}`);
    }

    /* -- telling: the address, and a screen reader, once things have settled -- */
    let addressTimer, liveTimer;
    function tell(words) {
      clearTimeout(liveTimer);
      liveTimer = setTimeout(() => (live.textContent = words()), 500);
      clearTimeout(addressTimer);
      addressTimer = setTimeout(writeAddress, 250);
    }
    function writeAddress() {
      const code = encode(s, example);
      if (whole) history.replaceState(null, "", code ? `#${code}` : location.pathname + location.search);
      else $(".open").href = `${home}${code ? `#${code}` : ""}`;
    }

    /* -- the drawing -- */
    function layout() {
      const room = Math.floor(Math.min(drawing.clientWidth, 640));
      if (G && G.wide === room || room < 100) return;
      const focus = document.activeElement?.closest?.("[data-name]")?.dataset.name;
      G = geometry(room);
      drawing.innerHTML = draw(G);
      for (const key in nodes) delete nodes[key];
      drawing.querySelectorAll("[data-name],[data-line]").forEach((g) => {
        const name = g.dataset.name || g.dataset.line;
        (nodes[name] ||= []).push(g);
      });
      drawing.querySelectorAll("[data-value]").forEach((t) => (nodes[`#${t.dataset.value}`] = t));
      shownNames = {};
      if (focus) drawing.querySelector(`[data-name="${focus}"]`)?.focus();
    }
    /* Which numbers are known, in this mode and at this step. */
    function known(name) {
      if (practising()) {
        if (name[0] !== "d") return true;
        return practice.level.given.includes(name) || name in practice.answers;
      }
      if (s.mode !== "step") return true;
      return STEPS.slice(0, s.at + 1).some((step) => step.names.includes(name));
    }
    function lit() {
      if (hover && !practising()) return path(hover);
      if (s.mode === "step" && !s.show) {
        const { forward = [], gradient = [] } = STEPS[s.at];
        return { forward: new Set(forward), gradient: new Set(gradient) };
      }
      if (practising()) {
        const name = practice.at, letter = letters(name), n = index(name);
        if (!practice.hint) return { forward: new Set(), gradient: new Set([name]) };
        const neuron = letter === "dw" ? ENDS[`w${n}`][1] : n, gradient = new Set([name]), forward = new Set();
        if (letter === "dw") {
          gradient.add(`dz${neuron}`);
          forward.add(`w${n}`).add(ENDS[`w${n}`][0]);
        } else if (letter === "db") gradient.add(`dz${n}`);
        else if (letter === "da") leaving(`a${n}`).forEach((w) => gradient.add(w).add(`dz${ENDS[w][1]}`));
        else if (n > 3) forward.add(`a${n}`).add(`y${n - 3}`);
        else { gradient.add(`da${n}`); forward.add(`z${n}`); }
        return { forward, gradient };
      }
      return path(s.mode === "descend" ? "" : s.show);
    }
    function paint() {
      const { forward, gradient } = lit(), some = forward.size + gradient.size > 0;
      for (const name in nodes) {
        if (name[0] === "#") {
          const key = name.slice(1), blank = practising() && practice.blanks.includes(key) && !known(key);
          const text = blank ? "?" : known(key) ? short(v[key], G.room - (key[0] === "d" && key[1] !== "w" && key[1] !== "b" ? 1 : 0)) : "";
          if (shownNames[name] !== text) nodes[name].textContent = shownNames[name] = text;
          continue;
        }
        for (const g of nodes[name]) {
          const list = g.classList;
          if (g.dataset.line) {
            const back = gradient.has(name) || (name[0] === "a" && gradient.has(`d${name}`));
            list.toggle("goes", name[0] === "a" ? forward.has("J") && forward.has(name) : forward.has(name));
            list.toggle("comes", back);
          } else {
            const on = forward.has(name) || gradient.has(name) || gradient.has(`d${name}`) && !["z", "a"].includes(name[0]);
            list.toggle("lit", on);
            list.toggle("back", gradient.has(name) || gradient.has(`d${name}`) && name[0] !== "z" && name[0] !== "a");
            list.toggle("dim", some && !on);
            list.toggle("kept", name === s.show && s.mode === "explore");
            const role = g.getAttribute("role");
            if (role === "slider") {
              g.setAttribute("aria-label", `${name}, ${kindOf(name)}`);
              g.setAttribute("aria-valuenow", current[name]);
              const number = decimal(v[name]).replace(MINUS, "-"), derivative = v[`d${name}`];
              g.setAttribute("aria-valuetext", derivative === undefined || !known(`d${name}`) ? number
                : `${number}, its gradient ${decimal(derivative).replace(MINUS, "-")}`);
              const far = Math.max(4, Math.abs(current[name]));
              g.setAttribute("aria-valuemin", name[0] === "y" ? 0 : -far);
              g.setAttribute("aria-valuemax", name[0] === "y" ? 1 : far);
              if (practising()) g.setAttribute("aria-disabled", "true");
              else g.removeAttribute("aria-disabled");
            } else if (role === "button") {
              g.setAttribute("aria-label", `${name}, ${kindOf(name)}${known(name) ? `: ${decimal(v[name]).replace(MINUS, "-")}` : ""}`);
              g.setAttribute("aria-pressed", name === s.show);
            }
          }
        }
      }
    }

    /* -- what a quantity is made of, in symbols and in numbers -- */
    const room = () => Math.max(20, Math.floor((panel.clientWidth - 76) / 8.4));
    const equation = (name, formulas = sides(name, s), result = true) => table(rows(name, formulas, v, room(), result));
    function explain(name) {
      if (!name) return `<p>Point at a weight, a bias or a neuron: the path that its gradient takes lights up. A click keeps it.</p>${equation("J")}`;
      const letter = letters(name), n = name === "J" ? 0 : index(name), out = [];
      if (letter === "z" || letter === "a" || letter === "J") out.push(equation(name));
      if (letter === "x") out.push(`<p>${inWords(name)} goes into ${inWords("z1")}, ${inWords("z2")} and ${inWords("z3")}. It is data: no step will change it.</p>`);
      if (letter === "y") out.push(`<p>What ${inWords(`a${n + 3}`)} should be: between 0 and 1.</p>`, equation("J"));
      if (["w", "b", "z", "a"].includes(letter)) {
        out.push(equation(`d${name}`));
        const long = allTheWay(`d${name}`);
        if (long) out.push(`<p>The whole way back, a product for each path:</p>`, equation(`d${name}`, [long]));
      }
      if (letter === "w" || letter === "b") {
        const slope = v[`d${name}`];
        out.push(`<p>${slope === 0 ? `The gradient is 0: ${inWords(name)} does not matter to ${inWords("J")} here.`
          : `The gradient is ${slope < 0 ? "negative: turn" : "positive: turn"} ${inWords(name)} ${slope < 0 ? "up" : "down"}, and ${inWords("J")} falls.`}</p>`);
      }
      return out.join("");
    }

    /* -- the panels: `build` when the mode or the choice changes, `refresh` at every change -- */
    const turn = (name) => `<label class="number"><span>${inWords(name)}</span>
      <input type="range" data-turn="${name}" min="${name[0] === "y" ? 0 : -4}" max="${name[0] === "y" ? 1 : 4}" step="any" aria-label="${name}, slider"></label>
      <input type="text" inputmode="decimal" autocomplete="off" spellcheck="false" data-type="${name}" aria-label="${name}, all digits">`;
    const nudged = (name) => PARAMETERS.includes(name) || ["z", "a"].includes(name[0]);
    const button = (act, label, primary = "") => `<button type="button" data-act="${act}"${primary && ' class="primary"'}>${label}</button>`;

    const PANELS = {
      explore: {
        build: () => `<label class="pick">Show <select data-pick>${options([["", "nothing"], ...PICKS.map((name) => [name, `${name}, ${kindOf(name)}`])], s.show)}</select></label>
          <div class="turn">${s.show in s.numbers ? turn(s.show) : ""}</div>
          <div class="explained"></div>
          ${nudged(s.show || "J") ? `<details class="nudge"${practice.nudge ? " open" : ""}><summary>Nudge it: the gradient by hand</summary><div></div>
            <label class="number"><span>${inline("<mi>h</mi>")}</span><input type="range" data-h min="-6" max="0" step="0.25" aria-label="h, how far to nudge"></label></details>` : ""}`,
        refresh() {
          const name = hover || s.show;
          $(".explained").innerHTML = explain(name);
          $(".turn").style.visibility = hover && hover !== s.show ? "hidden" : "";
          const nudge = $(".nudge");
          if (nudge?.open) nudge.querySelector("div").innerHTML = nudgeIt(s.show);
        },
      },
      step: {
        build: () => `<div class="buttons">${button("before", "Back")}${button("next", "Next", true)}</div><div class="explained" tabindex="-1"></div>`,
        refresh() {
          const step = STEPS[s.at], lines = (step.equations[s.loss] || step.equations).map?.((line) =>
            `<div class="matrix">${math(line.split(" = ").map((part) => mathml(parse(part))).join(mo("=")))}</div>`) || [];
          const { pages: _, ...rest } = { pages };
          const link = pages[step.page];
          $(".explained").innerHTML = `<p class="count">${s.at} of ${STEPS.length - 1}</p><h3>${step.title}</h3>
            ${step.words ? `<p>${step.words}</p>` : ""}${lines.join("")}
            ${s.at ? table(step.names.flatMap((name) => {
              const formulas = sides(name, s);
              return rows(name, formulas.slice(-1), v, room(), name === step.names[0] || name === "J" || /^d?[za]1$|^dz4$/.test(name)).slice(0, 9);
            })) : ""}
            <p><a href="${link[0]}">${escape(link[1])}</a></p>`;
          $('[data-act="before"]').disabled = s.at === 0;
          $('[data-act="next"]').disabled = s.at === STEPS.length - 1;
        },
      },
      descend: {
        build: () => `<div class="buttons">${button("step", "One step", true)}${button("ten", "Ten")}${button("play", "Play")}${button("again", "Back to the start")}</div>
          <label class="number"><span>Learning rate ${inline("<mi>η</mi>")}</span><input type="range" data-rate min="-2" max="2" step="any" aria-label="learning rate, slider"></label>
          <input type="text" inputmode="decimal" autocomplete="off" data-eta aria-label="learning rate">
          <div class="curve"></div><p class="state" role="status"></p>`,
        refresh() {
          $(".curve").innerHTML = curve();
          const steps = losses.length - 1, last = losses[steps], before = losses[steps - 1];
          const rose = steps > 0 && last > before;
          $(".state").innerHTML = `${steps === 1 ? "1 step" : `${steps} steps`}: ${inWords("J")} = ${decimal(last)}.${rose
            ? ` <strong>${inWords("J")} rose, from ${decimal(before)}.</strong> The step went past the valley: take a smaller learning rate.`
            : steps ? ` It began at ${decimal(losses[0])}.` : ""}`;
          $('[data-act="play"]').textContent = timer ? "Pause" : "Play";
          $('[data-act="again"]').disabled = steps === 0;
        },
      },
      practise: {
        build: () => `<label class="pick">Exercise <select data-exercise>${options(LEVELS.map(({ key, title }) => [key, title]), s.exercise)}</select></label>
          <label class="pick">Number <input type="number" min="1" max="999999" data-number value="${s.number}"></label>
          <div class="blanks"></div>
          <form class="answer"><label for="${root.id}-answer"></label><input id="${root.id}-answer" type="text" inputmode="text" autocomplete="off" spellcheck="false" aria-describedby="${root.id}-says">
            <button class="primary">Check</button></form>
          <p class="says" id="${root.id}-says" role="status"></p><div class="hint"></div>
          <div class="buttons">${button("hint", "Hint")}${button("another", "Another one")}</div>`,
        refresh() {
          const { blanks, answers, at } = practice, done = blanks.every((name) => name in answers);
          $(".blanks").innerHTML = blanks.length > 1 ? blanks.map((name) =>
            `<button type="button" data-blank="${name}" aria-current="${name === at}" class="${name in answers ? "done" : ""}">${inWords(name)}${name in answers ? '<span class="visually-hidden"> found</span>' : ""}</button>`).join("") : "";
          $(".answer label").innerHTML = `${inWords(at)} =`;
          $(".answer").hidden = done;
          $(".says").innerHTML = practice.says;
          $(".hint").innerHTML = at in answers ? equation(at)
            : practice.hint > 2 ? equation(at) : practice.hint > 1 ? equation(at, sides(at, s), false)
            : practice.hint ? "<p>The path is lit in the drawing.</p>" : "";
          $('[data-act="hint"]').hidden = done;
          $('[data-act="hint"]').textContent = ["Hint", "The equation", "The answer"][Math.min(practice.hint, 2)];
        },
      },
    };

    function nudgeIt(name) {
      const here = v[name], J = v.J, gradient = v[`d${name}`];
      const state = { ...s, numbers: current };
      const ratio = (lossWith(state, name, here + h) - J) / h;
      const points = range(61).map((i) => here - 3 + i / 10).map((x) => [x, lossWith(state, name, x)]).filter(([, y]) => Number.isFinite(y));
      const top = Math.max(...points.map(([, y]) => y), J * 1.05), { X, Y, frame } = chart([here - 3, here + 3], [0, top], name, "J");
      const through = (slope) => [-3, 3].map((dx) => [X(here + dx), Y(J + slope * dx)]);
      return `<svg class="chart" viewBox="0 0 300 146" role="img" aria-label="J over ${name}, its tangent, and the line through the two points h apart"><defs><clipPath id="${root.id}-clip"><path d="M44 8H294V128H44Z"/></clipPath></defs>${frame}
        <g clip-path="url(#${root.id}-clip)"><path class="curve" d="${polyline(points.map(([x, y]) => [X(x), Y(y)]))}"/>
        <path class="tangent" d="${polyline(through(gradient))}"/><path class="secant" d="${polyline(through(ratio))}"/></g>
        <circle class="now" cx="${X(here)}" cy="${Y(J)}" r="4"/><circle class="then" cx="${X(here + h)}" cy="${Y(J + ratio * h)}" r="3"/></svg>
        <table class="plain"><tr><th scope="row">${inline("<mi>h</mi>")}</th><td>${decimal(h, 6)}</td></tr>
        <tr><th scope="row">${inline('<mi mathvariant="normal">Δ</mi><mi>J</mi><mo>/</mo><mi>h</mi>')}</th><td class="ratio">${decimal(ratio, 8)}</td></tr>
        <tr><th scope="row">${inWords(`d${name}`)}</th><td>${decimal(gradient, 8)}</td></tr>
        <tr><th scope="row">apart</th><td>${scientific(Math.abs(ratio - gradient), 2)}</td></tr></table>`;
    }
    function curve() {
      const finite = losses.filter(Number.isFinite), steps = losses.length - 1;
      const { X, Y, frame } = chart([0, Math.max(steps, 10)], [0, Math.max(...finite) * 1.05 || 1], "steps", "J");
      const rises = losses.map((J, i) => (i && J > losses[i - 1] ? `M${X(i - 1)} ${Y(losses[i - 1])}L${X(i)} ${Y(J)}` : "")).join("");
      return `<svg class="chart" viewBox="0 0 300 146" role="img" aria-label="The loss J over the steps, now ${decimal(losses[steps])}">${frame}
        <path class="curve" d="${polyline(losses.map((J, i) => [X(i), Y(J)]))}"/><path class="rise" d="${rises}"/>
        <circle class="now" cx="${X(steps)}" cy="${Y(losses[steps])}" r="4"/></svg>`;
    }

    function build() {
      if (whole) root.querySelectorAll("[role=tab]").forEach((tab) => {
        const on = tab.dataset.mode === s.mode;
        tab.setAttribute("aria-selected", on);
        tab.tabIndex = on ? 0 : -1;
        if (on) panel.setAttribute("aria-labelledby", tab.id);
      });
      root.dataset.mode = s.mode;
      solve();
      panel.innerHTML = PANELS[s.mode].build();
      tools.innerHTML = `<label>Hidden layer <select data-hidden>${options(Object.keys(HIDDEN).map((key) => [key, LABELS[key]]), s.hidden)}</select></label>
        <label>Loss <select data-loss>${options(LOSSES.map((key) => [key, LABELS[key]]), s.loss)}</select></label>
        ${practising() ? "" : button("reset", "Reset")}${whole ? button("copy", "Copy the address") : `<a class="open" href="${home}">Open it whole</a>`}
        ${whole && !practising() ? '<details class="all"><summary>All numbers, all digits</summary><div tabindex="0" role="group" aria-label="All numbers"></div></details>' : ""}`;
      update();
      if (!whole) writeAddress();
    }
    function update() {
      solve();
      if (G) paint();
      PANELS[s.mode].refresh();
      root.querySelectorAll("[data-turn]").forEach((input) => {
        const value = current[input.dataset.turn];
        input.min = Math.min(input.dataset.turn[0] === "y" ? 0 : -4, value);
        input.max = Math.max(input.dataset.turn[0] === "y" ? 1 : 4, value);
        if (+input.value !== value) input.value = value;
      });
      root.querySelectorAll("[data-type]").forEach((input) => input !== document.activeElement && (input.value = allDigits(current[input.dataset.type])));
      const rate = $("[data-rate]");
      if (rate) {
        if (rate !== document.activeElement) rate.value = Math.log10(s.rate);
        const eta = $("[data-eta]");
        if (eta !== document.activeElement) eta.value = s.rate;
      }
      const nudge = $("[data-h]");
      if (nudge && nudge !== document.activeElement) nudge.value = Math.log10(h);
      const all = $(".all");
      if (all?.open) all.querySelector("div").innerHTML = allNumbers();
    }
    function allNumbers() {
      const line = (name) => `<tr data-row="${name}"><th scope="row">${inWords(name)}</th><td>${allDigits(v[name])}</td>${`d${name}` in v ? `<th scope="row">${inWords(`d${name}`)}</th><td>${allDigits(v[`d${name}`])}</td>` : "<td></td><td></td>"}</tr>`;
      return `<table class="plain">${["x1", "x2", ...PARAMETERS, ...NEURONS.flatMap((n) => [`z${n}`, `a${n}`]), "y1", "y2", "J"].map(line).join("")}</table>`;
    }
    function choose(name) {
      s.show = name === s.show ? "" : name;
      hover = "";
      if (s.mode === "explore") {
        panel.innerHTML = PANELS.explore.build();
      }
      update();
      tell(() => (s.show ? `${s.show} is kept. ${`d${s.show}` in v ? `d${s.show} is ${decimal(v[`d${s.show}`])}.` : ""}` : "Nothing is chosen."));
    }
    const go = (mode) => {
      stop();
      s.mode = mode;
      build();
      tell(() => `${mode}.`);
    };

    /* -- descending -- */
    function take(n) {
      const room = MOST_STEPS - (losses.length - 1);
      range(Math.min(n, room)).forEach(() => stepOnce(s.rate));
      const lastRun = s.steps[s.steps.length - 1];
      if (room > 0) {
        if (lastRun && lastRun[0] === s.rate) lastRun[1] += Math.min(n, room);
        else s.steps.push([s.rate, Math.min(n, room)]);
      }
      if (n >= room) stop();
      update();
      tell(() => `${losses.length - 1} steps. J is ${decimal(v.J)}.`);
    }
    function stop() {
      clearInterval(timer);
      timer = 0;
    }

    /* -- practising -- */
    function check(text) {
      const answer = readAnswer(text), name = practice.at;
      if (Number.isNaN(answer)) practice.says = "Type a number, such as −0.25 or 1/8.";
      else {
        const found = diagnose(answer, name, s, v);
        root.dataset.found = found.kind;
        if (found.kind === "right") {
          practice.answers[name] = answer;
          const next = practice.blanks.find((blank) => !(blank in practice.answers));
          practice.says = `<strong>Right:</strong> ${inWords(name)} = ${decimal(v[name])}.${next ? "" : practice.blanks.length > 1 ? " All of them are found." : ""}`;
          practice.hint = 0;
          if (next) practice.at = next;
          $(".answer input").value = "";
        } else practice.says = say(found.says);
      }
      update();
      if (!$(".answer").hidden) $(".answer input").focus();
      else $('[data-act="another"]').focus();
    }

    const ACTS = {
      reset() { s = { ...s, numbers: { ...example }, hidden: "sigmoid", loss: "cross-entropy", steps: [], at: 0 }; losses = null; stop(); build(); tell(() => "Everything is as in the article."); },
      copy() {
        writeAddress();
        navigator.clipboard?.writeText(location.href);
        $('[data-act="copy"]').textContent = "Copied";
      },
      before() { s.at -= 1; s.show = ""; update(); stepped(); },
      next() { s.at += 1; s.show = ""; update(); stepped(); },
      step: () => take(1),
      ten: () => take(10),
      play() {
        if (timer) stop();
        else timer = setInterval(() => take(1), 80);
        update();
      },
      again() { stop(); s.steps = []; losses = null; update(); tell(() => `Back at the start. J is ${decimal(v.J)}.`); },
      hint() { practice.hint += 1; if (practice.hint > 2) practice.says = ""; update(); },
      another() { s.number += 1; build(); $(".answer input").focus(); tell(() => `Exercise ${s.number}.`); },
    };
    const stepped = () => tell(() => `${s.at} of ${STEPS.length - 1}. ${STEPS[s.at].title}.`);

    /* -- hands: pointer, keyboard, fields -- */
    root.addEventListener("click", (event) => {
      const target = event.target.closest("[data-act],[data-mode][role=tab],[data-blank]");
      if (!target) return;
      if (target.dataset.act) ACTS[target.dataset.act]();
      else if (target.dataset.blank) { practice.at = target.dataset.blank; practice.hint = 0; practice.says = ""; update(); $(".answer input").focus(); }
      else go(target.dataset.mode);
    });
    root.addEventListener("submit", (event) => { event.preventDefault(); check($(".answer input").value); });
    root.addEventListener("input", (event) => {
      const input = event.target, set = input.dataset, number = Number(input.value.replaceAll(MINUS, "-").replace(",", "."));
      if (set.turn) change(set.turn, +number.toFixed(2));
      else if (set.type && input.value.trim()) {
        change(set.type, number);
        input.setAttribute("aria-invalid", !acceptable(set.type, number));
      } else if ("h" in set) { h = 10 ** number; update(); }
      else if ("rate" in set) { s.rate = Number((10 ** number).toPrecision(2)); update(); tell(() => `Learning rate ${s.rate}.`); }
      else if ("eta" in set && number > 0 && Number.isFinite(number)) { s.rate = number; update(); tell(() => `Learning rate ${s.rate}.`); }
    });
    root.addEventListener("change", (event) => {
      const set = event.target.dataset, value = event.target.value;
      if ("pick" in set) { s.show = ""; choose(value); $("[data-pick]").focus(); }
      else if ("hidden" in set || "loss" in set) {
        s["hidden" in set ? "hidden" : "loss"] = value;
        if (!practising()) { s.numbers = current; s.steps = []; }
        losses = null; stop(); build();
        $("hidden" in set ? "[data-hidden]" : "[data-loss]").focus();
        tell(() => `J is ${decimal(v.J)}.`);
      } else if ("exercise" in set) { s.exercise = value; build(); $("[data-exercise]").focus(); tell(() => "Another exercise."); }
      else if ("number" in set && +value > 0) { s.number = Math.floor(+value); solve(); update(); tell(() => `Exercise ${s.number}.`); }
    });
    root.addEventListener("toggle", (event) => {
      if (event.target.matches(".nudge")) practice.nudge = event.target.open;
      update();
    }, true);

    const nameAt = (target) => target.closest?.("[data-name],[data-line]");
    const nameOf = (g) => {
      const name = g?.dataset.name || g?.dataset.line || "";
      return /^d[az]/.test(name) ? name.slice(1) : name;
    };
    function preview(name) {
      if (hover === name || practising() || s.mode === "descend") return;
      hover = name;
      update();
    }
    let drag = null;
    drawing.addEventListener("pointerover", (event) => !drag && event.pointerType === "mouse" && preview(nameOf(nameAt(event.target))));
    drawing.addEventListener("pointerleave", () => !drag && preview(""));
    drawing.addEventListener("focusin", (event) => event.target.matches(":focus-visible") && preview(nameOf(nameAt(event.target))));
    drawing.addEventListener("focusout", () => preview(""));
    drawing.addEventListener("pointerdown", (event) => {
      const g = nameAt(event.target), name = nameOf(g);
      if (event.button || !name) return;
      drag = { name, x: event.clientX, from: current[name], moved: false, slides: name in s.numbers && !practising() };
      if (drag.slides) g.setPointerCapture(event.pointerId);
    });
    drawing.addEventListener("pointermove", (event) => {
      if (!drag?.slides) return;
      const by = event.clientX - drag.x;
      if (!drag.moved && Math.abs(by) < 4) return;
      drag.moved = true;
      const value = Number((drag.from + Math.round(by) * (event.shiftKey ? 0.1 : 0.01)).toFixed(2));
      change(drag.name, drag.name[0] === "y" ? Math.min(1, Math.max(0, value)) : value);
    });
    drawing.addEventListener("pointerup", (event) => {
      const done = drag;
      drag = null;
      if (!done || done.moved) return;
      if (practising()) {
        const g = nameAt(event.target), name = g?.dataset.name || g?.dataset.line || "";
        const blank = [name, `d${name}`].find((one) => practice.blanks.includes(one));
        if (blank) { practice.at = blank; practice.hint = 0; update(); $(".answer input").focus(); }
      } else if (s.mode !== "descend") choose(done.name);
    });
    drawing.addEventListener("pointercancel", () => (drag = null));
    drawing.addEventListener("keydown", (event) => {
      const name = nameOf(nameAt(event.target));
      const by = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 100, PageDown: -100 }[event.key];
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (by && name in s.numbers && !practising()) {
        const value = Number((current[name] + (by * (event.shiftKey ? 10 : 1)) / 100).toFixed(6));
        change(name, name[0] === "y" ? Math.min(1, Math.max(0, value)) : value);
      } else if ((event.key === "Enter" || event.key === " ") && name && s.mode !== "descend" && !practising()) choose(name);
      else if (event.key === "Escape") { if (s.show) choose(s.show); }
      else return;
      event.preventDefault();
    });
    $(".modes")?.addEventListener("keydown", (event) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!by) return;
      go(MODES[(MODES.indexOf(s.mode) + by + MODES.length) % MODES.length]);
      $(`#touch-${s.mode}`).focus();
      event.preventDefault();
    });

    /* -- life -- */
    function restore() {
      if (!location.hash.includes("=")) return;
      stop();
      s = decode(location.hash.slice(1), example);
      losses = null;
      practice = {};
      build();
    }
    if (whole) {
      addEventListener("hashchange", restore);
      if (location.hash.includes("=")) s = decode(location.hash.slice(1), example);
    }
    build();
    new ResizeObserver(() => { layout(); update(); }).observe(drawing);
  }

  document.querySelectorAll(".bpref-touch").forEach((root, i) => {
    root.id ||= `touch${i || ""}`;
    piece(root);
  });
})();
