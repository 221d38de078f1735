/* HTML that is written again and again: what stays as it was is not made anew. */
import { set } from "./drawing.js";

/* Makes ``html`` what is in a node. A dragged number changes hardly more than digits, and new
   digits cost the browser far less than new elements. */
export function write(node, html) {
  const made = document.createElement("template");
  made.innerHTML = html;
  renew(node, made.content);
}

function renew(node, made) {
  const old = [...node.childNodes], fresh = [...made.childNodes];
  if (old.length !== fresh.length) return node.replaceChildren(...fresh);
  for (const [i, child] of old.entries()) {
    if (child.isEqualNode(fresh[i])) continue;
    if (child.nodeType === Node.TEXT_NODE && fresh[i].nodeType === Node.TEXT_NODE) {
      child.data = fresh[i].data;
    } else if (attributesOf(child) === attributesOf(fresh[i])) {
      for (const { name, value } of fresh[i].attributes) set(child, { [name]: value });
      renew(child, fresh[i]);
    } else child.replaceWith(fresh[i]);
  }
}

/* Which element a node is, and the names of its attributes. */
const attributesOf = ({ nodeName, attributes = [] }) =>
  [nodeName, ...[...attributes].map(({ name }) => name)].join();
