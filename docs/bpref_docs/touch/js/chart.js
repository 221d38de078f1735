/* A small chart. */
import { decimal, short } from "./numbers.js";
import { data } from "./data.js";

/* How many characters there is room for beside the axis. */
const ROOM_OF_TOP = 6;
const topOf = (value) => {
  const written = decimal(value, 2);
  return written.length <= ROOM_OF_TOP ? written : short(value, ROOM_OF_TOP);
};

/* ``draw`` writes what is in it, with functions for a line and for the two coordinates. */
export function chart({ from, to, top, under, label }, draw) {
  const across = (x) => +(44 + ((x - from) / (to - from)) * 246).toFixed(2);
  const down = (y) => +(128 - (y / top) * 112).toFixed(2);
  const line = (points) => `M${points.map(([x, y]) => `${across(x)} ${down(y)}`).join("L")}`;
  return `<svg class="chart" viewBox="0 0 300 148" role="img" aria-label="${label}">
    <path class="axis" d="M44 12V128H294"/>
    <text class="end" x="40" y="16">${topOf(top)}</text>
    <text class="end" x="40" y="128">0</text><text x="50" y="10">${data.drawn.J}</text>
    <text x="44" y="140">${decimal(from, 2)}</text>
    <text class="end" x="290" y="140">${decimal(to, 2)}</text>
    <text x="160" y="140">${under}</text>
    <svg x="38" y="8" width="256" height="121" viewBox="38 8 256 121">
      ${draw(line, across, down)}
    </svg></svg>`;
}
export const dot = (look, x, y, radius) =>
  `<circle class="${look}" cx="${x}" cy="${y}" r="${radius}"/>`;
