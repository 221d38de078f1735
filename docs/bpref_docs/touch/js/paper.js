/* Worksheets on paper: ?worksheet=6 behind the page's address shows them alone, before they are
   printed. The number says how many. */
import { data } from "./data.js";
import { say } from "./words.js";
import { decode, stateIn, whole } from "./address.js";
import { isParameter } from "./network.js";
import { set } from "./drawing.js";
import { MOST_SHEETS, answersHtml, askedHtml, codeOf, makeSheets } from "./worksheet.js";
import { asksForOne, inDrawing, moreDigits, settingOf, titleOf } from "./worksheet.js";

const WANTED = "worksheet";
export const isPaper = () => new URLSearchParams(location.search).has(WANTED);
export const paperAddress = (code) => `?${WANTED}#${code}`;

/* The page without its state. */
const pageAddress = () => location.href.replace(/[?#].*/, "");
const howMany = (text) => Math.min(MOST_SHEETS, Math.max(1, Math.floor(text) || 1));

/* Shows worksheets in the place of the site; the pictures are copies of the page's own. */
export function showPaper(picture) {
  const paper = document.createElement("main"), state = decode(stateIn(location.hash));
  paper.className = "bpref-paper";
  paper.innerHTML = `${bar(state)}<div class="sheets"></div>`;
  document.body.prepend(paper);
  document.documentElement.classList.add("bpref-on-paper");
  const form = paper.querySelector("form"), { from, count, working } = form.elements;
  const write = () => {
    const sheets = makeSheets(state, count ? howMany(count.value) : 1);
    document.title = `${say("worksheet")}: ${titleOf(sheets[0])}`;
    paper.querySelector(".sheets").innerHTML = sheetsHtml(sheets, picture, working.checked);
    form.querySelector(".back").href = `${pageAddress()}#${codeOf({ state })}`;
  };
  const fillFields = (wanted) => {
    if (!from) return;
    from.value = state.number;
    count.value = howMany(wanted);
  };
  fillFields(new URLSearchParams(location.search).get(WANTED));
  write();
  form.addEventListener("change", () => {
    if (from) {
      state.number = whole("number", from.value);
      fillFields(count.value);
      history.replaceState(null, "", `?${WANTED}=${count.value}#${codeOf({ state })}`);
    }
    write();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    print();
  });
  addEventListener("hashchange", () => location.reload());
}

function bar({ mode }) {
  const field = (name, most) =>
    `<label>${say(`sheet-${name}`)}
      <input type="number" name="${name}" min="1" max="${most}"></label>`;
  const fields = mode === "practise" ? field("from", 999999) + field("count", MOST_SHEETS) : "";
  return `<form class="bar"><h1>${say("worksheet")}</h1>${fields}
    <label><input type="checkbox" name="working" checked> ${say("sheet-working")}</label>
    <button>${say("print")}</button> <a class="back">${say("sheet-back")}</a></form>`;
}

function sheetsHtml(sheets, picture, withWorking) {
  const one = asksForOne(sheets[0]), look = !one ? "long" : sheets.length > 1 ? "half" : "";
  const papers = sheets.map((sheet) => sheetHtml(sheet, picture, look));
  return papers.join("") + answerSheet(sheets, withWorking);
}

/* How much height there is for what is asked, in mm: that of a page's column, of a row, and of the
   one row of a page or of half a page. */
const COLUMN = 210, HIGHEST_ROW = 36, ONE_ROW = { "": 20, half: 14 };

function sheetHtml(sheet, picture, look) {
  const rows = Math.ceil((sheet.asked.length + sheet.groups.length - 1) / 2);
  const row = ONE_ROW[look] ?? Math.min(HIGHEST_ROW, COLUMN / rows), title = titleOf(sheet);
  const person = `<p class="person"><span>${say("sheet-name")}</span>
    <span>${say("sheet-date")}</span></p>`;
  const again = look === "long" ? `<p>${title}</p>${person}` : "";
  return `<article class="paper ${look}" style="--row: ${row.toFixed(1)}mm">
    <h2>${title}</h2>${person}<div class="bpref-touch picture">${drawn(sheet, picture)}</div>
    <div class="setting">${settingOf(sheet)}<p>${say("sheet-d")}</p>
      ${moreDigits(sheet)}<p class="address">${addressOf(sheet)}</p></div>
    <div class="task">${again}${askedHtml(sheet)}</div></article>`;
}

function addressOf(sheet) {
  const address = `${pageAddress()}#${codeOf(sheet)}`.replace(/^file:.*\//, "");
  const key = sheet.state.mode === "practise" ? "check-at" : "see-at";
  return `${say(key)} <span>${address.replace(/&/g, "&amp;").replace(/</g, "&lt;")}</span>`;
}

function answerSheet(sheets, withWorking) {
  const [first] = sheets, several = sheets.length > 1;
  const one = (sheet) => {
    const title = several ? `<h3>${say("sheet-number", sheet.state)}</h3>` : "";
    return `<section>${title}${answersHtml(sheet, withWorking)}</section>`;
  };
  const look = several && asksForOne(first) ? "short" : "";
  const title = several ? data.titles[first.state.exercise] : titleOf(first);
  return `<article class="paper key ${look}"><h2>${say("answers")}</h2>
    <p>${title}</p><div class="setting">${settingOf(first)}</div>
    <div class="bpref-touch">${sheets.map(one).join("")}</div></article>`;
}

/* In the units of the drawing, where a letter is 12 high: how wide a character is, and how large a
   box for a number. A neuron's half is a box already. */
const CHARACTER_WIDTH = 6.5, WIDE = 54, HIGH = 13.5;

/* A copy of the picture with the numbers that are given; what is asked is an empty box. */
function drawn({ asked, values, isGiven }, picture) {
  const svg = picture.cloneNode(true);
  set(svg, { "aria-label": say("sheet-picture") });
  for (const node of svg.querySelectorAll("[data-value]")) {
    const name = node.dataset.value, part = node.closest("[data-name]");
    node.textContent = isGiven(name) ? inDrawing(name, values) : "";
    if (asked.includes(name)) leaveRoom(node.closest("text"), part);
    else if (!isGiven(name)) leaveOut(node.closest("text"), part);
  }
  for (const part of svg.querySelectorAll(".plate")) fitBehind(part);
  return svg.outerHTML;
}

function leaveRoom(text, part) {
  const shape = part.querySelector("rect"), [x, y] = ["x", "y"].map((at) => +text.getAttribute(at));
  part.classList.add("asked");
  if (part.matches(".cell")) startAt(text, +shape.getAttribute("x") + 5);
  if (part.matches(".sum")) {
    startAt(text, x - 40);
    text.before(box(x - 13, y));
  }
  if (part.matches(".plate")) text.before(box(x - WIDE / 2, y));
}

function startAt(text, x) {
  set(text, { x });
  text.style.textAnchor = "start";
}

function box(x, middle) {
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  set(rect, { class: "box", x, y: middle - HIGH / 2, width: WIDE, height: HIGH });
  return rect;
}

/* What is behind a parameter hides no more of its line than it has to. */
function fitBehind(part) {
  const text = part.querySelector("text"), width = text.textContent.length * CHARACTER_WIDTH + 6;
  set(part.querySelector("rect"), { x: text.getAttribute("x") - width / 2, width });
}

/* A gradient that is neither asked nor given. */
function leaveOut(text, part) {
  if (isParameter(part.dataset.name)) {
    part.classList.add("bare");
    text.remove();
  } else part.remove();
}
