// The page to copy from: a box at each function, and one button that copies what is chosen as one
// file. Without this script each function can still be copied by itself.
"use strict";

const blocks = [...document.querySelectorAll(".to-copy")];
const boxes = blocks.map((block) => {
  const label = document.createElement("label");
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", `choose ${block.id.replace("copy-", "")}`);
  label.append(box);
  block.querySelector("p").prepend(label);
  return box;
});

const bar = document.createElement("div");
bar.className = "chosen d-print-none";
bar.setAttribute("role", "group");
bar.setAttribute("aria-label", "Chosen functions");
const button = document.createElement("button");
button.type = "button";
const said = document.createElement("span");
said.setAttribute("role", "status");
bar.append(button, said);
document.querySelector("article").append(bar);

// Each block begins with where it is from and its import, then two empty lines, then the function.
function chosenText() {
  const texts = blocks
    .filter((_, i) => boxes[i].checked)
    .map((block) => block.querySelector("pre").textContent.trimEnd().split("\n\n\n"));
  return [texts[0][0], ...texts.map(([, ...code]) => code.join("\n\n\n"))].join("\n\n\n") + "\n";
}

function show() {
  const count = boxes.filter((box) => box.checked).length;
  button.textContent = count === 1 ? "Copy 1 function" : `Copy ${count} functions`;
  button.disabled = count === 0;
  said.textContent = "";
}

// For a page that is read from a file, and for browsers that refuse the newer way.
function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  bar.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  button.focus();
  return done;
}

button.addEventListener("click", async () => {
  const text = chosenText();
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    done = copyBySelection(text);
  }
  said.textContent = done ? "Copied." : "The browser refused; copy each function by its own button.";
});
boxes.forEach((box) => box.addEventListener("change", show));
show();
