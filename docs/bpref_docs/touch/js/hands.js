/* Hands: buttons, fields, pointer and keys. */
import { say } from "./words.js";
import { readNumber } from "./numbers.js";
import { allowed, isRate, whole } from "./address.js";
import { judge } from "./fields.js";
import { isPractising } from "./training.js";
import { check, chooseBlank } from "./practise.js";
import { rangeOf } from "./drawing.js";
import { isStage } from "./views.js";

export function listenToHands(piece) {
  listenToButtons(piece);
  listenToFields(piece);
  listenToPointer(piece);
  listenToKeys(piece);
}

function listenToButtons(piece) {
  const { root } = piece;
  root.addEventListener("click", (event) => {
    const { target, detail } = event;
    // Not at submit, which the frame of another page may forbid. Enter is a click here, too.
    if (target.closest(".answer button")) {
      event.preventDefault();
      return check(piece);
    }
    const button = target.closest("[data-act], [data-blank], [role=tab]");
    if (!button || button.getAttribute("aria-disabled") === "true") return;
    const { act, blank, mode } = button.dataset;
    if (act) piece.act(act);
    else if (blank) chooseBlank(piece, blank);
    else {
      piece.turnTo(mode);
      if (detail && isStage()) piece.act("skip"); // else the arrow keys would turn to another mode
    }
  });
  root.addEventListener("toggle", () => piece.update(), true);
  piece.$(".modes")?.addEventListener("keydown", ({ key }) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!by) return;
    const tabs = piece.$$("[role=tab]"), modes = tabs.map((tab) => tab.dataset.mode);
    const tab = tabs.at((modes.indexOf(piece.state.mode) + by) % tabs.length);
    tab.click();
    tab.focus();
  });
}

function listenToFields(piece) {
  const { root } = piece;
  const setRate = (rate) => {
    if (!isRate(rate)) return;
    piece.state.rate = rate;
    piece.tell(say("rate-is", { rate }));
    piece.update();
  };
  root.addEventListener("input", ({ target }) => {
    const { dataset } = target, number = readNumber(target.value), { show } = piece.state;
    if ("turn" in dataset) piece.turn(show, +number.toFixed(2));
    if ("type" in dataset) {
      judge(target, allowed(show, number), number, show[0] === "y" ? "between" : "too-large");
      if (allowed(show, number)) piece.turn(show, number);
    }
    if ("h" in dataset) {
      piece.h = 10 ** number;
      piece.update();
    }
    if ("rate" in dataset) setRate(+(10 ** number).toPrecision(2));
    if ("eta" in dataset) {
      judge(target, isRate(number), number, "positive");
      setRate(number);
    }
  });
  // A field that is left shows the number that is used.
  root.addEventListener("focusout", ({ target: { dataset } }) => {
    if ("type" in dataset || "eta" in dataset) setTimeout(() => piece.update());
  });
  root.addEventListener("pointerdown", ({ target }) => {
    if (!("turn" in (target.dataset ?? {}))) return;
    piece.isSliding = true;
    const release = () => {
      piece.isSliding = false;
      piece.update();
    };
    addEventListener("pointerup", release, { once: true });
    addEventListener("pointercancel", release, { once: true });
  });
  root.addEventListener("change", ({ target: { dataset, value } }) => {
    if ("pick" in dataset) piece.choose(value);
    if ("hidden" in dataset) piece.exchange({ hidden: value });
    if ("loss" in dataset) piece.exchange({ loss: value });
    if ("exercise" in dataset) piece.exchange({ exercise: value });
    if ("number" in dataset) piece.exchange({ number: whole("number", value) });
  });
}

/* What is under an event: a part of the drawing, or a line; of a gradient, its parameter. */
function nameAt({ target }) {
  const { name, line } = target.closest?.("[data-name], [data-line]")?.dataset ?? {};
  return name ?? line ?? "";
}
const withoutD = (name) => name.replace(/^d/, "");
const isMovable = (name, piece) => name in piece.numbers && !isPractising(piece);
const toggle = (name, piece) => piece.choose(name === piece.state.show ? "" : name);

function listenToPointer(piece) {
  let drag = null;
  const on = (type, listener) => piece.$(".drawing").addEventListener(type, listener);
  on("pointerover", (event) => {
    if (!drag && event.pointerType === "mouse") piece.pointAt(withoutD(nameAt(event)));
  });
  on("pointerleave", () => {
    if (!drag) piece.pointAt("");
  });
  on("pointerdown", (event) => {
    const under = nameAt(event), name = withoutD(under), id = event.pointerId;
    if (drag || event.button || !name) return; // a second finger changes nothing
    const blanks = isPractising(piece) ? piece.exercise.blanks : [];
    const blank = [under, `d${name}`].find((each) => blanks.includes(each));
    drag = { id, name, blank, x: event.clientX, value: piece.numbers[name], isMoved: false };
    event.target.setPointerCapture(id); // it ends here, wherever the pointer is let go
  });
  on("pointermove", ({ clientX, shiftKey, pointerId }) => {
    if (drag?.id !== pointerId || !isMovable(drag.name, piece)) return;
    const by = clientX - drag.x;
    if (!drag.isMoved && Math.abs(by) <= 3) return;
    const explores = piece.state.mode === "explore" && piece.state.show !== drag.name;
    if (!drag.isMoved && explores) piece.choose(drag.name); // the panel shows what is dragged
    drag.isMoved = true;
    piece.turn(drag.name, +(drag.value + by * (shiftKey ? 0.1 : 0.01)).toFixed(2));
  });
  on("pointerup", (event) => {
    if (drag?.id !== event.pointerId) return;
    const done = drag, { clientX: x, clientY: y } = event;
    drag = null;
    const isInside = piece.drawing.svg.contains(document.elementFromPoint(x, y));
    if (!isInside) piece.pointAt("");
    if (done.isMoved || !isInside) return;
    if (done.blank) chooseBlank(piece, done.blank);
    else if (piece.state.mode === "explore") toggle(done.name, piece);
  });
  for (const type of ["pointercancel", "lostpointercapture"]) {
    on(type, ({ pointerId }) => {
      if (drag?.id === pointerId) drag = null;
    });
  }
}

const ARROWS = {
  ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: 100, PageDown: -100,
};

function listenToKeys(piece) {
  const drawing = piece.$(".drawing");
  drawing.addEventListener("focusin", (event) => {
    if (event.target.matches(":focus-visible")) piece.pointAt(withoutD(nameAt(event)));
  });
  drawing.addEventListener("focusout", () => piece.pointAt(""));
  drawing.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const name = withoutD(nameAt(event)), by = ARROWS[event.key];
    const explores = piece.state.mode === "explore", end = ["Home", "End"].indexOf(event.key);
    if (end >= 0 && isMovable(name, piece)) piece.turn(name, rangeOf(name, piece.numbers)[end]);
    else if (by && isMovable(name, piece)) {
      const hundredths = by * (event.shiftKey ? 10 : 1);
      piece.turn(name, +(piece.numbers[name] + hundredths / 100).toFixed(6));
    } else if (explores && (event.key === "Enter" || event.key === " ")) toggle(name, piece);
    else if (explores && event.key === "Escape") piece.choose("");
    else return;
    event.preventDefault();
  });
}
