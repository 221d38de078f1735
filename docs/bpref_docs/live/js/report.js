// What a run is told with.
const prompted = source =>
  source.trimEnd().split("\n").map((line, i) => `${i ? "..." : ">>>"} ${line}`.trimEnd() + "\n").join("")

const compared = ({ source, want, got }) =>
  `${prompted(source)}# on this page:\n${want || "# nothing\n"}# now:\n${got || "# nothing\n"}`

// An example's source, and what it did.
export function shown(example) {
  if (example.state === "differs") return compared(example)
  return (example.source && prompted(example.source)) + example.got
}

// The states of a block's examples, as one.
export function stateOf(examples) {
  const states = examples.map(example => example.state)
  return ["stopped", "differs", "shown"].find(state => states.includes(state)) ?? "same"
}

// The id of what stands below a block.
export const placeOf = name => name.replace(" ", "-")

// A link to a block, whose fold it opens.
export function linkTo(name) {
  const link = document.createElement("a")
  link.href = `#${placeOf(name)}`
  link.textContent = name
  link.addEventListener("click", () => {
    const place = document.getElementById(placeOf(name))
    for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true
  })
  return link
}
