/* What was found in each exercise, name and number: kept while the tab is open, so that it is there
   again after a look at another exercise and after a reload. Where a browser lets nothing be
   stored, it is kept until a reload, and the address says what was found. */
const STORED = "bpref-found";
const progress = { found: {}, mayStore: true };
try {
  progress.found = JSON.parse(sessionStorage.getItem(STORED)) ?? {};
} catch {
  progress.mayStore = false;
}

export const keyOf = ({ exercise, number, hidden, loss }) =>
  [exercise, number, hidden, loss].join(" ");

export const foundSoFar = (key) => progress.found[key] ?? {};

export function keep(key, found) {
  progress.found[key] = found;
  try {
    sessionStorage.setItem(STORED, JSON.stringify(progress.found));
  } catch {
    progress.mayStore = false;
  }
}

/* What the address has to say, because it is stored nowhere. */
export const foundForAddress = (state) =>
  progress.mayStore ? [] : Object.keys(foundSoFar(keyOf(state)));
