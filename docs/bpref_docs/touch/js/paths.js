/* What is lit for a name: its way forward, and the way that its gradient takes. */
import { goesInto, into, leaving, numberOf, source } from "./network.js";

export function pathsOf(name) {
  const forward = new Set([name]), gradient = new Set(), n = numberOf(name);
  const goes = (...names) => names.forEach((each) => forward.add(each));
  const comes = (...names) => names.forEach((each) => gradient.add(each));
  const back = (neuron) => {
    comes(`dz${neuron}`, `da${neuron}`);
    if (neuron > 3) return;
    for (const weight of leaving(`a${neuron}`)) {
      comes(weight);
      back(goesInto(weight));
    }
  };
  const on = (weight) => goes(weight, `z${goesInto(weight)}`);
  switch (name[0]) {
    case "w":
      goes(source(name), `z${goesInto(name)}`);
      back(goesInto(name));
      comes(`d${name}`);
      break;
    case "b":
      goes(`z${n}`);
      back(n);
      comes(`d${name}`);
      break;
    case "z":
      goes(`b${n}`, ...into(n), ...into(n).map(source));
      back(n);
      break;
    case "a":
      goes(`z${n}`);
      if (n > 3) goes("J");
      leaving(name).forEach(on);
      back(n);
      gradient.delete(`dz${n}`);
      break;
    case "x":
      leaving(name).forEach(on);
      break;
    case "y":
    case "J":
      goes("a4", "a5", "y1", "y2", "J");
  }
  return { forward, gradient };
}
