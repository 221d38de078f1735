/* Fields for a number: what may not be used is said beside the field, and goes when one leaves. */
import { say } from "./words.js";
import { isAmbiguous } from "./numbers.js";
import { LARGEST } from "./address.js";
import { set } from "./drawing.js";

/* What is said of a text that is no number. */
export const notANumber = (text) => say(isAmbiguous(text) ? "ambiguous" : "type-a-number");

/* Says whether what is typed can be used, in the browser's own way. */
export function judge(field, isFine, number, bounds) {
  const bound = bounds && say(bounds, { largest: LARGEST });
  field.setCustomValidity(isFine ? "" : isNaN(number) ? notANumber(field.value) : bound);
  set(field, { "aria-invalid": !isFine });
  if (!isFine && field.value.trim()) field.reportValidity();
}

/* Writes the number that is used. */
export function fill(field, text) {
  field.value = text;
  judge(field, true);
}
