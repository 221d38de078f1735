/* One network on the page: its state, and what happens when that changes. */
import { data } from "./data.js";
import { say } from "./words.js";
import { decimal } from "./numbers.js";
import { allowed, decode, encode, stateIn } from "./address.js";
import { isPractising, solve } from "./training.js";
import { linkViews } from "./views.js";
import { findDrawing, paint, set } from "./drawing.js";
import { write } from "./html.js";
import { explore } from "./explore.js";
import { step } from "./step.js";
import { canHover, roomNeeded } from "./room.js";
import { descent, stop } from "./descend.js";
import { practise } from "./practise.js";
import { paperAddress } from "./paper.js";
import { allNumbers } from "./table.js";
import { ACTS } from "./acts.js";

const PANELS = { explore, step, descend: descent, practise };

export class Piece {
  state = decode("");
  numbers = {}; // those that can be changed, as they are now
  values = {}; // every number
  losses = null; // one for each gradient step, and the first; null: to be computed
  trained = null; // the numbers after those steps
  exercise = null;
  pointedAt = "";
  told = ""; // the name that the panel explains
  h = 0.5; // how far a parameter is nudged
  playing = undefined;
  isStopped = false; // whether a change by hand has just ended the play
  isSliding = false; // whether the slider is held
  rowLength = 22; // characters in a row of the panel
  rooms = null; // how much room the explanations need at this width

  constructor(root) {
    this.root = root;
    this.isWhole = !root.dataset.piece;
    const svg = root.querySelector("svg");
    root.innerHTML = data.frames[this.isWhole ? "whole" : "piece"];
    this.$(".drawing").append(svg);
    this.drawing = findDrawing(svg);
  }

  /* Arrow functions, so that they can be handed on. */
  $ = (selector) => this.root.querySelector(selector);
  $$ = (selector) => [...this.root.querySelectorAll(selector)];

  restore() {
    const code = this.isWhole && stateIn(location.hash);
    this.state = decode(code || this.root.dataset.at);
    this.losses = this.exercise = null;
    this.show(this.root.dataset.piece || this.state.mode);
    linkViews(this);
  }

  show(mode) {
    this.state.mode = this.root.dataset.mode = mode;
    stop(this);
    this.isStopped = false;
    this.$(".panel").innerHTML = data.panels[mode];
    for (const tab of this.$$("[role=tab]")) {
      const isOn = tab.dataset.mode === mode;
      set(tab, { "aria-selected": isOn, tabindex: isOn ? 0 : -1 });
    }
    for (const node of this.$$("[data-act=reset], .all")) node.hidden = isPractising(this);
    this.update();
    this.makeRoom();
  }

  /* Another mode by hand: it has its own place in the browser's history. */
  turnTo(mode) {
    if (mode === this.state.mode) return;
    this.writeAddress();
    this.show(mode);
    clearTimeout(this.settled);
    this.writeAddress("pushState");
  }

  update() {
    solve(this);
    paint(this);
    PANELS[this.state.mode].refresh(this);
    for (const menu of this.$$("[data-hidden]")) menu.value = this.state.hidden;
    for (const menu of this.$$("[data-loss]")) menu.value = this.state.loss;
    if (this.isWhole) this.$(".worksheet").href = paperAddress(encode(this.state));
    if (this.$(".all")?.open) write(this.$(".all div"), allNumbers(this.values));
  }

  fit() {
    const width = this.$(".panel").clientWidth;
    if (width === this.width) return;
    this.width = width;
    const letters = parseFloat(getComputedStyle(this.$(".panel")).fontSize);
    this.rowLength = Math.max(22, width / letters / 0.57 - 9);
    this.rooms = {};
    this.update();
    this.makeRoom();
  }

  /* Keeps as much room for explanations as the tallest of the mode needs. */
  makeRoom() {
    const { mode, show } = this.state;
    if (!this.rooms || !(mode === "explore" || mode === "step")) return;
    const key = mode + (canHover() ? "" : show), room = (this.rooms[key] ??= roomNeeded(this));
    this.root.style.setProperty("--room", `${room}px`);
  }

  act(name) {
    const acts = { ...ACTS, ...PANELS[this.state.mode].acts };
    acts[name](this);
  }

  /* Not `disabled`: a button that is pressed keeps the focus. */
  disable(act, isOff) {
    set(this.$(`[data-act="${act}"]`), { "aria-disabled": isOff });
  }

  /* Another exercise by hand has its own place in the browser's history, too. */
  exchange(changes) {
    if (!isPractising(this)) return this.change(changes);
    this.writeAddress();
    const before = encode(this.state);
    this.change(changes, "");
    if (encode(this.state) !== before) this.writeAddress("pushState");
  }

  /* A change by hand: what was trained so far is a new beginning. */
  change(changes, words) {
    if (!isPractising(this)) Object.assign(this.state, { numbers: this.numbers, steps: [] });
    Object.assign(this.state, changes);
    this.losses = null;
    this.isStopped = stop(this) || this.isStopped;
    this.update();
    this.tell(words ?? say("loss-is", { loss: decimal(this.values.J) }));
  }

  turn(name, wanted) {
    const value = name[0] === "y" ? Math.min(1, Math.max(0, wanted)) : wanted;
    if (!allowed(name, value) || isPractising(this)) return;
    this.change({ numbers: { ...this.numbers, [name]: value } }, "");
    this.tell(this.sentence(name, "turned", "moved"));
  }

  choose(name) {
    this.state.show = name;
    this.pointedAt = "";
    this.update();
    this.makeRoom();
    this.tell(name && this.sentence(name, "chosen", "shown"));
  }

  /* A sentence about a number, with its gradient if it has one. */
  sentence(name, withGradient, without) {
    const { values } = this, gradient = values[`d${name}`], loss = decimal(values.J);
    const parts = { name, number: decimal(values[name]), loss };
    if (gradient === undefined) return say(without, parts);
    return say(withGradient, { ...parts, gradient: decimal(gradient) });
  }

  pointAt(name) {
    const cannot = isPractising(this) || this.state.mode === "descend";
    if (this.pointedAt === name || cannot) return;
    this.pointedAt = name;
    this.update();
  }

  /* Once things have settled, the address is written, and a screen reader is told. */
  tell(words) {
    clearTimeout(this.settled);
    this.settled = setTimeout(() => {
      this.$("[aria-live]").textContent = words;
      this.writeAddress();
    }, 300);
  }

  writeAddress(how = "replaceState") {
    const code = encode(this.state), hash = code && `#${code}`;
    linkViews(this);
    if (!this.isWhole) return;
    if (code || stateIn(location.hash) || how === "pushState") {
      history[how](null, "", hash || location.pathname + location.search);
    }
  }
}
