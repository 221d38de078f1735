/* The mathematics of the network you can touch, in Node: test_touch_mathematics.py runs this, with
   the modules and the data of the built site, and with what bpref says of the same cases. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

const folder = pathToFileURL(`${process.env.TOUCH_MODULES}/`);
const load = (name) => import(new URL(`${name}.js`, folder));
const cases = JSON.parse(readFileSync(new URL("cases.json", folder), "utf-8"));
const backprop = await load("backprop"), { data } = await load("data");
const { compute, descend, goesInto, source } = await load("network");
const { calculate, equationOf, rows, decimalsCarried } = await load("formulas");
const { decode, encode, freshState, stateIn, whole } = await load("address");
const { decimal, isAmbiguous, readNumber, short } = await load("numbers");
const { makeExercise } = await load("exercises");
const { diagnose, mistakesOf } = await load("mistakes");
const { say } = await load("words");
const { answersHtml, askedHtml, codeOf, makeSheet, makeSheets, moreDigits } = await load("worksheet");

function assertClose(got, right, what, tolerance = 1e-12) {
  if (Array.isArray(right)) {
    assert.equal(got.length, right.length, what);
    right.forEach((each, i) => assertClose(got[i], each, `${what}[${i}]`, tolerance));
  } else if (right === "Infinity" || right === "-Infinity") assert.equal(got, +right, what);
  else {
    const isClose = Math.abs(got - right) <= tolerance * Math.abs(right || 1);
    assert.ok(isClose, `${what} is ${got}, bpref says ${right}`);
  }
}

test("each function is its original", () => {
  // The networks and the descents run through these two.
  const names = [...Object.keys(cases.functions), "forward_pass", "gradient_step"];
  assert.deepEqual(Object.keys(backprop).sort(), names.sort());
  for (const [name, calls] of Object.entries(cases.functions)) {
    for (const { given, right } of calls) assertClose(backprop[name](...given), right, name);
  }
});

test("500 networks have bpref's numbers", () => {
  assert.equal(cases.networks.length, 500);
  for (const { state, right } of cases.networks) {
    const values = compute(state);
    for (const name in right) assertClose(values[name], right[name], name);
  }
});

test("a certain output has its error to every digit", () => {
  const zeros = Object.fromEntries(Object.keys(data.example).map((name) => [name, 0]));
  for (const { z, y, right } of cases.saturated) {
    const numbers = { ...zeros, b4: z, y1: y };
    const { dz4, da4 } = compute({ numbers, hidden: "sigmoid", loss: "cross-entropy" });
    assertClose([dz4, da4], right, `z4 = ${z}, y1 = ${y}`, 1e-14);
  }
});

test("descending takes bpref's steps", () => {
  for (const { state, rate, steps, right } of cases.descents) {
    let { numbers } = state;
    for (let i = 0; i < steps; i++) numbers = descend({ ...state, numbers }, rate);
    for (const name in right) assertClose(numbers[name], right[name], name, 1e-9);
  }
});

test("every equation has the value of its name", () => {
  for (const { state, right } of cases.networks.filter((_, i) => i % 3)) {
    const values = compute(state);
    const look = (name) => values[name];
    for (const name in right) {
      if (!(name in data.equations)) continue;
      const ways = [equationOf(name, state).at(-1), data.wholeWays[name]].filter(Boolean);
      for (const formula of ways) {
        const got = calculate(formula, look);
        // Where an output is certain, a - y or 1 - a has lost digits that the same from z still has.
        const isCertain = /^d[az][45]$/.test(name) && 1 - values[`a${name[2]}`] < 1e-8;
        if (!Number.isFinite(got) || name === "J" || isCertain) continue;
        assertClose(got, values[name], formula, 1e-6);
      }
    }
  }
});

test("the numbers that are shown give the result that is shown", () => {
  let checked = 0;
  for (const { state } of cases.networks.filter((_, i) => i % 3 && i < 60)) {
    const values = compute(state);
    for (const name of Object.keys(data.equations)) {
      const formula = equationOf(name, state).at(-1);
      if (!data.formulas[formula].numbers || !Number.isFinite(values[name])) continue;
      const carried = decimalsCarried(formula, values, values[name]);
      const shown = rows(name, equationOf(name, state), values, 40).flat().join("");
      assert.ok(!shown.includes("@"), shown);
      assert.ok(!shown.includes("undefined"), shown);
      checked += carried > 0;
    }
  }
  assert.ok(checked > 1000);
});

test("what a float cannot tell from 0 or 1 is not said to be equal to it", () => {
  const signOf = (name, changes) => {
    const state = { ...freshState(), ...changes, numbers: { ...data.example, ...changes.numbers } };
    return rows(name, equationOf(name, state), compute(state), 40).at(-1)[1];
  };
  for (const b4 of [60, 800, -800]) assert.equal(signOf("a4", { numbers: { b4 } }), "≈", b4);
  assert.equal(signOf("a1", { hidden: "tanh", numbers: { b1: -60 } }), "≈");
  assert.equal(signOf("J", { numbers: { b4: 800, b5: -800 } }), "≈");
  assert.equal(signOf("a1", { hidden: "tanh", numbers: { w1: 0, w4: 0, b1: 0 } }), "=");
  assert.equal(signOf("a1", { numbers: { w1: 0, w4: 0, b1: 0 } }), "="); // ½
  assert.equal(signOf("z1", {}), "=");
});

test("a number is written as everywhere on the site", () => {
  for (const { number, places, right } of cases.decimals) {
    assert.equal(decimal(number, places), right, `${number}`);
  }
  assert.equal(decimal(Infinity), "∞");
  assert.equal(decimal(-Infinity), "−∞");
  assert.equal(decimal(1.5e-9), "1.50 × 10⁻⁹");
  assert.equal(short(-0.344231, 7), "−0.3442");
  assert.equal(short(-0.344231, 6), "−0.344");
  assert.equal(short(123456.789, 7), "123457");
  assert.equal(short(1e-9, 7), "1e−9");
});

test("a number is read as people type it", () => {
  const typed = {
    "−0.25": -0.25, "0,25": 0.25, "1/8": 0.125, " 3 ": 3, ".5": 0.5, "5e-1": 0.5, "0,125": 0.125,
    "–0.1": -0.1, "—0.1": -0.1, "- 0.1": -0.1, "− 1 / 4": -0.25, "1⁄4": 0.25, "1/−8": -0.125,
    "2 × 10⁻³": 2e-3, "−1.5·10^4": -1.5e4, "2*10**-3": 2e-3, "10⁻³": 1e-3, "+ 3": 3, "1,2345": 1.2345,
  };
  for (const text in typed) assert.equal(readNumber(text), typed[text], text);
  const unread = ["", "a", "1/", "/", "1 2", "1,000", "-1,250", "12,345,678", "2 × 10"];
  for (const text of unread) assert.ok(Number.isNaN(readNumber(text)), text);
  assert.ok(isAmbiguous("1,000") && !isAmbiguous("0,125") && !isAmbiguous("1,25"));
  // What the page itself writes can be typed.
  for (const number of [-2e-9, 0.25, -1.5, 1.8e12]) assert.equal(readNumber(decimal(number)), number);
});

test("the address restores the state", () => {
  for (const code of [
    "mode=step&hidden=relu&w7=0.1&at=5",
    "w1=1e-9&w2=-123.456&b5=0.30000000000000004&show=a2",
    "mode=descend&y1=0.8&y2=0.3&rate=0.7&steps=13x0.7,4x2",
    "loss=squared-error&show=&rate=0.25",
    "mode=practise&hidden=tanh&exercise=layer&number=12",
    "w7=-1822836471805.78&show=b4", // gradient steps can lead so far
  ]) {
    assert.deepEqual(encode(decode(code)).split("&").sort(), code.split("&").sort());
    assert.deepEqual(decode(encode(decode(code))), decode(code));
  }
  assert.equal(encode(freshState()), "");
  assert.equal(stateIn("#mode%3Dstep%26at%3D3"), "mode=step&at=3");
  for (const heading of ["", "#", "#exercises"]) assert.equal(stateIn(heading), "");
  assert.deepEqual(["0", "-3", "x", "1.9", "1e9"].map((text) => whole("number", text)), [1, 1, 1, 1, 999999]);
});

test("nonsense in an address changes nothing", () => {
  const nonsense =
    "mode=dance&w7=abc&w8=&w99=1&y1=3&rate=-1&at=99&steps=x,1,0x1,3x-1&show=q&b1=1e999" +
    "&number=0&number=1000000&steps=1.5x1,2x1x1&number=1.5&constructor=1&toString=1&__proto__=1&hasOwnProperty=x";
  assert.deepEqual(decode(nonsense), freshState());
});

const ofExercise = ({ exercise, number, hidden, loss }) =>
  ({ ...freshState(), mode: "practise", exercise, number, hidden, loss });

test("an exercise is the same for everybody, and kind", () => {
  for (const { state, numbers, blanks } of cases.exercises) {
    const made = makeExercise(ofExercise(state));
    assert.deepEqual(made.numbers, numbers);
    assert.deepEqual(made.blanks, blanks);
    const values = compute({ ...state, numbers });
    if (state.hidden !== "sigmoid") continue;
    for (const n of [1, 2, 3, 4, 5]) assertClose(values[`a${n}`], +values[`a${n}`].toFixed(1), "a");
  }
});

test("every planted mistake is named, and no right answer refused", () => {
  let named = 0;
  for (const { state, numbers, planted } of cases.exercises) {
    const values = compute({ ...state, numbers });
    for (const [name, kinds] of Object.entries(planted)) {
      const right = values[name];
      for (const [kind, wrong] of Object.entries(kinds)) {
        for (const value of wrong) {
          if (Math.abs(value - right) < 1e-9) continue; // with these numbers it is no mistake
          for (const digits of [3, 5]) {
            const found = diagnose(+value.toFixed(digits), name, state, values);
            const isNamed = found.kind.split(" ").includes(kind) || found.kind === "several";
            assert.ok(isNamed, `${name}: ${value} is ${found.kind}`);
            for (const { kind, parts } of found.mistakes) {
              assert.doesNotMatch(say(kind, parts), /@|undefined/, kind);
            }
            named += 1;
          }
        }
      }
      // Rounded to three decimals, cut off behind them, or with all digits.
      for (const answer of [+right.toFixed(3), Math.trunc(right * 1000) / 1000, right]) {
        assert.equal(diagnose(answer, name, state, values).kind, "right", name);
      }
      assert.match(diagnose(right + 0.5, name, state, values).kind, /./);
    }
  }
  assert.ok(named > 1000);
});

/* Each exercise whose kind and number are named, in every setting. */
function* exercisesOf(numbers) {
  for (const [exercise, most] of Object.entries(numbers)) {
    for (const hidden of ["sigmoid", "tanh", "relu"]) {
      for (const loss of ["cross-entropy", "squared-error"]) {
        for (let number = 1; number <= most; number++) {
          const state = ofExercise({ exercise, number, hidden, loss });
          const { numbers, blanks } = makeExercise(state);
          yield { state, blanks, values: compute({ ...state, numbers }) };
        }
      }
    }
  }
}

test("a forgotten input is called so", () => {
  let forgotten = 0;
  for (const { state, blanks, values } of exercisesOf({ dw: 12, layer: 3, all: 3 })) {
    for (const name of blanks.filter((each) => each.startsWith("dw"))) {
      const dz = values[`dz${goesInto(name.slice(1))}`];
      if (Math.abs(dz - values[name]) < 1e-9) continue; // both are 0
      assert.match(diagnose(+dz.toFixed(3), name, state, values).kind, /\bno-input\b/, name);
      forgotten += 1;
    }
  }
  assert.ok(forgotten > 200);
});

test("what is to be multiplied is not 0", () => {
  for (const { blanks, values } of exercisesOf({ dw: 20 })) assert.ok(Math.abs(values[blanks[0]]) > 0.01);
  const zeros = [...exercisesOf({ hidden: 20 })].filter(({ blanks, values }) => !values[blanks[0]]);
  assert.ok(zeros.length && zeros.length < 10, `${zeros.length} of 40 with ReLU`);
});

test("three decimals are enough all the way", () => {
  let answers = 0;
  for (const { state, blanks, values } of exercisesOf({ layer: 12, all: 12 })) {
    const found = {};
    for (const name of blanks) {
      const own = { ...values, ...found };
      const equation = equationOf(name, { ...state, numbers: values }).at(-1);
      const answer = +calculate(equation, (each) => own[each]).toFixed(3);
      assert.equal(diagnose(answer, name, state, values, { found }).kind, "right", name);
      found[name] = answer;
      answers += 1;
    }
  }
  assert.ok(answers > 1000);
});

test("what follows from a wrong answer is called so", () => {
  let followed = 0;
  for (const { state, blanks, values } of exercisesOf({ all: 4 })) {
    for (const name of blanks.filter((each) => /^d[wb]/.test(each))) {
      const n = name[1] === "b" ? +name.slice(2) : goesInto(name.slice(1)), dz = `dz${n}`;
      const wrong = { [dz]: +(values[dz] + 0.37).toFixed(3) };
      const equation = equationOf(name, { ...state, numbers: values }).at(-1);
      const answer = calculate(equation, (each) => wrong[each] ?? values[each]);
      if (Math.abs(answer - values[name]) < 0.002) continue; // of a dead neuron
      const { kind, mistakes } = diagnose(+answer.toFixed(3), name, state, values, { wrong });
      assert.equal(kind, "follows", name);
      assert.equal(mistakes[0].parts.culprit, dz);
      followed += 1;
    }
  }
  assert.ok(followed > 300);
});

/* Slips in one gradient, each with the kinds that name it and the number it gives: written down here
   from the formulas, not taken from mistakes.js. ``v`` has every number of the network. */
function* slipsIn(name, { hidden, loss }, v) {
  const isWeight = name[1] === "w", weight = name.slice(1), ofA = name[1] === "a";
  const n = isWeight ? goesInto(weight) : +name.slice(2), isOutput = n > 3;
  const by = isWeight ? v[source(weight)] : 1, slope = v[`gp${n}`], a = v[`a${n}`];
  const da = v[`da${n}`], dz = v[`dz${n}`], right = v[name];
  const cancels = isOutput && loss === "cross-entropy", rest = ofA ? 1 : slope * by;
  yield ["sign", -right];
  yield ["mean", right / 2];
  yield ["twice doubled", 2 * right];
  if (isOutput) {
    const y = v[`y${n - 3}`], last = by * (cancels ? 1 : slope);
    if (y) yield ["no-target", a * last];
    yield ["no-target other-target", (a - v[`y${n === 4 ? 2 : 1}`]) * last];
  } else {
    const p = v[`w${5 + 2 * n}`], q = v[`w${6 + 2 * n}`], { dz4, dz5, da4, da5 } = v;
    yield ["path", p * dz4 * rest];
    yield ["path", q * dz5 * rest];
    yield ["crossed", (p * dz5 + q * dz4) * rest];
    yield ["path-product", p * dz4 * q * dz5 * rest];
    yield ["path-sign", (p * dz4 - q * dz5) * rest];
    yield ["da-for-dz", (p * da4 + q * da5) * rest];
  }
  if (!ofA) {
    yield ["no-slope", da * by];
    yield ["slope-alone", slope * by];
    if (cancels) yield ["slope-twice", right * slope];
    if (!cancels && (isOutput || hidden === "sigmoid")) {
      yield ["slope-half", da * a * by];
      yield ["slope-half", da * (1 - a) * by];
    }
  }
  if (isWeight) {
    yield ["no-input", dz];
    yield ["no-dz", by];
    if (!cancels) yield ["only-da no-input", da];
    yield ["weight", dz * v[weight]];
    if (isOutput) yield ["z-for-a", dz * v[`z${source(weight)[1]}`]];
    for (let w = isOutput ? 7 : 1; w <= (isOutput ? 12 : 6); w++) yield ["neighbour place", v[`dw${w}`]];
  } else {
    const others = (isOutput ? [4, 5] : [1, 2, 3]).filter((each) => each !== n);
    for (const other of others) yield ["other-neuron", v[name.slice(0, 2) + other]];
  }
  if (isWeight || name[1] === "b") yield ["stepped", v[weight] - right];
}

test("a slip has its own name, or none, and never another's alone", () => {
  let named = 0, unnamed = 0;
  for (const { state, blanks, values } of exercisesOf({ dz: 8, dw: 8, da: 8, hidden: 8, layer: 2, all: 2 })) {
    for (const name of blanks) {
      for (const [kinds, wrong] of slipsIn(name, state, values)) {
        if (Math.abs(wrong - values[name]) < 1e-9) continue; // with these numbers it is no slip
        for (const typed of [+wrong.toFixed(3), Math.trunc(wrong * 1000) / 1000, +wrong.toFixed(5)]) {
          const { kind } = diagnose(typed, name, state, values), said = kind.split(" ");
          const isNamed = kinds.split(" ").some((each) => said.includes(each));
          assert.ok(isNamed || kind === "several", `${name}: ${kinds}, ${wrong}, is called ${kind}`);
          isNamed ? (named += 1) : (unnamed += 1);
        }
      }
    }
  }
  assert.ok(named > 20_000 && unnamed < named / 1000, `${named} named, ${unnamed} not`);
});

test("every mistake that is known has its sentence, whole", () => {
  const kinds = new Set();
  for (const { state, numbers } of cases.exercises) {
    const values = compute({ ...state, numbers });
    for (const name of data.exercises[state.exercise].blanks) {
      for (const { kind, parts } of mistakesOf(name, state, values)) {
        assert.doesNotMatch(say(kind, parts), /@|undefined/, kind);
        kinds.add(kind);
      }
    }
  }
  // Every sentence between the first kind in words.toml and what is said of a near miss.
  const keys = Object.keys(data.says), ofMistakes = keys.slice(keys.indexOf("sign"), keys.indexOf("several"));
  assert.deepEqual([...kinds].sort(), ofMistakes.sort());
});

const text = (html) => html.replace(/<[^>]*>/g, "");
const itemsOf = (html) => [...html.matchAll(/<li>(.*?)<\/li>/gs)].map(([, item]) => item);
const resultsOf = (html) =>
  itemsOf(html).map((item) => text(item.match(/<mn class="result">.*?<\/mn>/g).at(-1)));

test("a worksheet of an exercise asks for its blanks, and gives answers that the page accepts", () => {
  let answers = 0;
  for (const { state, blanks, values } of exercisesOf({ dz: 3, dw: 3, da: 3, hidden: 6, layer: 2, all: 2 })) {
    const sheet = makeSheet(state), asked = itemsOf(askedHtml(sheet)).map(text);
    assert.deepEqual(sheet.asked, blanks);
    assert.deepEqual(asked, blanks.map((name) => `${name} =`));
    const { given } = data.exercises[state.exercise];
    for (const name of Object.keys(values)) {
      const isGradient = name[0] === "d";
      assert.equal(sheet.isGiven(name), isGradient ? given.includes(name) : true, name);
    }
    for (const withWorking of [true, false]) {
      const html = answersHtml(sheet, withWorking), results = resultsOf(html);
      assert.doesNotMatch(text(html), /@|undefined/);
      assert.equal(results.length, blanks.length);
      results.forEach((result, i) => {
        assert.equal(result, decimal(values[blanks[i]]));
        assert.equal(diagnose(readNumber(result), blanks[i], state, values).kind, "right", blanks[i]);
      });
      answers += results.length;
    }
    // The drawing has every digit of what one calculates with.
    if (state.exercise !== "hidden") assert.equal(moreDigits(sheet), "");
  }
  assert.ok(answers > 1000);
});

test("a worksheet of any other state asks for every number, step by step", () => {
  for (const hidden of ["sigmoid", "tanh", "relu"]) {
    for (const loss of ["cross-entropy", "squared-error"]) {
      for (const code of ["w7=-2&show=a1", "mode=step&at=5&y1=0.25", "mode=descend&steps=20x1,3x0.1"]) {
        const state = decode(`${code}&hidden=${hidden}&loss=${loss}`), sheet = makeSheet(state);
        const { asked, values } = sheet;
        // What an equation needs is given, or was asked for before.
        const known = new Set(Object.keys(data.example));
        for (const name of asked) {
          const formula = equationOf(name, state).at(-1).replaceAll("exp", "");
          for (const [, prime, needed] of formula.matchAll(/(g_prime\()?\b(d?[wbxyza]\d+)\b/g)) {
            assert.ok(known.has(needed), `${name} needs ${prime ?? ""}${needed}`);
          }
          known.add(name);
        }
        assert.deepEqual([...known].sort(), Object.keys(values).filter((each) => !/^gp/.test(each)).sort());
        assert.ok(asked.every((name) => !sheet.isGiven(name)));
        assert.ok(Object.keys(data.example).every(sheet.isGiven));
        assert.deepEqual(resultsOf(answersHtml(sheet, true)), asked.map((name) => decimal(values[name])));
        // They are the numbers of the state, after its gradient steps.
        let { numbers } = state;
        for (const [count, rate] of state.steps) {
          for (let i = 0; i < count; i++) numbers = descend({ ...state, numbers }, rate);
        }
        assert.deepEqual(values, compute({ ...state, numbers }));
        if (state.steps.length) assert.match(text(moreDigits(sheet)), /w7 ?= ?−?\d\.\d{6}/);
        assert.deepEqual(decode(codeOf(sheet)), state);
      }
    }
  }
});

test("several worksheets are the numbers that follow, and no more than there are", () => {
  const numbersOf = (code, count) => makeSheets(decode(code), count).map(({ state }) => state.number);
  assert.deepEqual(numbersOf("mode=practise&number=31", 6), [31, 32, 33, 34, 35, 36]);
  assert.deepEqual(numbersOf("mode=practise&number=999998", 6), [999998, 999999]);
  assert.equal(makeSheets(decode("mode=step"), 6).length, 1);
  assert.equal(codeOf({ state: decode("mode=practise&number=7&found=dz4") }), "mode=practise&number=7");
});
