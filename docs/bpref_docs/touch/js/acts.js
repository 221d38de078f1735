/* What the buttons do that are the same in every mode. */
import { decode } from "./address.js";
import { copyBy } from "./views.js";

export const ACTS = {
  reset(piece) {
    const { mode, show, rate } = piece.state;
    piece.change({ ...decode(piece.isWhole ? "" : piece.root.dataset.at), mode, show, rate });
  },
  copy(piece) {
    piece.writeAddress();
    copyBy(piece.$('[data-act="copy"]'), location.href, "not-copied");
  },
  async "copy-code"(piece) {
    const field = piece.$("[data-code]"), button = piece.$('[data-act="copy-code"]');
    if (!(await copyBy(button, field.value, "not-copied-code"))) field.select();
  },
  skip(piece) {
    piece.$(".panel").querySelector('select, button:not([aria-disabled="true"])').focus();
  },
};
