/* The other faces of the page: the stage, which fills the screen, and the frame of another page.
   Which one it is, the head of the page has said (touch/view.js). */
import { data } from "./data.js";
import { say } from "./words.js";
import { encode } from "./address.js";

export const isStage = () => document.documentElement.dataset.view === "stage";

/* The links from one to another, and the code for a frame: all in the present state. */
export function linkViews({ state, root, isWhole, $, $$ }) {
  const code = encode(state), hash = code && `#${code}`, { home } = root.dataset;
  const address = (view) => home + (view && `?${view}`) + hash;
  for (const link of $$("a[data-view]")) link.href = address(link.dataset.view);
  if (!isWhole) return;
  const { href } = new URL(address("embed"), location.href);
  $("[data-code]").value = data.embedding.replace("@address", href.replaceAll("&", "&amp;"));
}

/* A presenter has PageDown and PageUp. */
const KEYS = { ArrowRight: "next", PageDown: "next", ArrowLeft: "before", PageUp: "before" };

/* On the stage the keys step, wherever the pointer was; but not in a field or among the tabs. */
export function listenOnStage(piece) {
  const listener = (event) => {
    const { key, target } = event, act = KEYS[key];
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest?.("select")) return;
    if (key === "Escape") piece.$(".leave").click();
    else if (!act || piece.state.mode !== "step" || target.closest?.("input, [role=tab]")) return;
    else piece.$(`[data-act="${act}"]`).click();
    event.preventDefault();
    event.stopPropagation();
  };
  document.addEventListener("keydown", listener, true); // before the drawing has it
}

/* Puts a text on the clipboard, if that is allowed: in the frame of another page, or without
   encryption, a browser may know the old way only, or none. */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea"), before = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    before.focus();
    return isCopied;
  }
}

/* Copies, and says on the button for a while whether that was allowed. */
export async function copyBy(button, text, refused) {
  const isCopied = await copyText(text);
  button.dataset.words ??= button.textContent;
  button.textContent = say(isCopied ? "copied" : refused);
  clearTimeout(+button.dataset.since);
  const back = () => (button.textContent = button.dataset.words);
  button.dataset.since = setTimeout(back, 4000);
  return isCopied;
}
