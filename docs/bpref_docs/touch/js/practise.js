/* Practise: the blanks, the answer, what is said of it, and hints. */
import { inline, say } from "./words.js";
import { decimal, readNumber } from "./numbers.js";
import { diagnose } from "./mistakes.js";
import { whole } from "./address.js";
import { keep } from "./progress.js";
import { notANumber } from "./fields.js";
import { equationHtml } from "./explore.js";
import { printedHtml } from "./worksheet.js";

const HINTS = ["hint", "show-equation", "show-answer"];

export const practise = {
  refresh(piece) {
    const { state, exercise, $ } = piece, { blanks, found, at, hint } = exercise;
    const done = blanks.every((name) => name in found);
    $("[data-exercise]").value = state.exercise;
    $("[data-number]").value = state.number;
    $(".printed").innerHTML = printedHtml(piece);
    const buttons = blanks.map((name) => blankButton(name, name in found, name === at));
    $(".blanks").innerHTML = blanks.length > 1 ? buttons.join("") : "";
    $(".answer span").innerHTML = inline(at);
    $(".answer").hidden = $('[data-act="hint"]').hidden = done;
    $(".says").innerHTML = exercise.says;
    $(".hint").innerHTML = hinted(piece, at in found ? HINTS.length : hint);
    $('[data-act="hint"]').textContent = say(HINTS[Math.min(hint, 2)]);
  },
  acts: {
    hint(piece) {
      piece.exercise.hint += 1;
      piece.update();
    },
    another(piece) {
      const next = piece.state.number + 1;
      piece.exchange({ number: whole("number", next) === next ? next : 1 });
      chooseBlank(piece, piece.exercise.at);
    },
  },
};

const blankButton = (name, isFound, isCurrent) =>
  `<button type="button" data-blank="${name}" aria-current="${isCurrent}"
    aria-label="${isFound ? say("found", { name }) : name}"${isFound ? ' class="done"' : ""}
    >${inline(name)}${isFound ? "\u202f✓" : ""}</button>`;

function hinted(piece, hint) {
  const { at } = piece.exercise;
  if (hint > 2) return equationHtml(piece, at);
  if (hint > 1) return equationHtml(piece, at, undefined, "symbols");
  return hint ? `<p>${say("lit")}</p>` : "";
}

export function chooseBlank(piece, name) {
  Object.assign(piece.exercise, { at: name, hint: 0, says: "" });
  piece.update();
  piece.$(".answer input").focus();
}

/* Two mistakes can give one number: then both are told. */
const toldOf = (mistakes) =>
  mistakes
    .map(({ kind, parts }) => say(kind, parts))
    .reduce((one, other) => say("either", { one, other }));

export function check(piece) {
  const { exercise, state, values, root, $ } = piece, { at, blanks, found } = exercise;
  const field = $(".answer input"), text = field.value, { wrong } = exercise;
  const judged = (number) =>
    isNaN(number) ? {} : diagnose(number, at, state, values, { found, wrong });
  let answer = readNumber(text);
  // 1,008 can be read in two ways: where one is right, it was meant.
  const withPoint = readNumber(text.replace(",", "."));
  if (isNaN(answer) && judged(withPoint).kind === "right") answer = withPoint;
  const { kind, mistakes } = judged(answer);
  root.dataset.found = kind;
  if (kind === "right") {
    found[at] = answer;
    delete wrong[at];
    keep(exercise.key, found);
    field.value = "";
    const next = blanks.find((name) => !(name in found));
    const sentence = next || blanks.length < 2 ? "right" : "all-found";
    const says = say(sentence, { name: at, number: decimal(values[at]) });
    Object.assign(exercise, { at: next || at, hint: 0, says });
  } else if (kind) {
    wrong[at] = answer;
    exercise.says = toldOf(mistakes);
  } else exercise.says = notANumber(text);
  piece.update();
  piece.writeAddress();
  ($(".answer").hidden ? $('[data-act="another"]') : field).focus();
}
