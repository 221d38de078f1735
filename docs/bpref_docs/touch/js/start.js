/* Each network comes to life when the reader comes near: until then its picture stands. */
import { Piece } from "./piece.js";
import { listenToHands } from "./hands.js";
import { stateIn } from "./address.js";
import { isPaper, showPaper } from "./paper.js";
import { isStage, listenOnStage } from "./views.js";

function start(root) {
  const piece = new Piece(root);
  listenToHands(piece);
  piece.restore();
  piece.fit(); // before anything is painted, so that nothing moves
  if (piece.isWhole) {
    addEventListener("hashchange", () => {
      if (stateIn(location.hash) || !location.hash) piece.restore();
      else piece.writeAddress(); // a heading: it has been gone to, and the state stays
    });
    if (isStage()) listenOnStage(piece);
  } else piece.writeAddress();
  new ResizeObserver(() => piece.fit()).observe(piece.$(".drawing"));
}

const near = new IntersectionObserver(
  (seen) => {
    for (const { target, isIntersecting } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      start(target);
    }
  },
  { rootMargin: "100% 0%" }
);
const wholeNetwork = document.querySelector(".bpref-touch.whole");
if (wholeNetwork && isPaper()) showPaper(wholeNetwork.querySelector("svg"));
else if (wholeNetwork) start(wholeNetwork); // links far below it open its states
else for (const root of document.querySelectorAll(".bpref-touch")) near.observe(root);
