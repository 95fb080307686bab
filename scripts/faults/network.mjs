/** Planted faults of the description of networks and their rows; table.mjs says what an entry is. */
const CONNECTED = "tests/simulate/connect.test.ts";
const PROCEDURAL = "tests/simulate/procedural.test.ts";
const FIELD_NET = "tests/network/field.test.ts";

export default [
  ["src/network/field.ts", "point - n * Math.floor(point / n)", "point", FIELD_NET, "spreads neurons"],
  ["src/network/field.ts", "rest = Math.floor(rest / counts[axis]);", "", FIELD_NET, "is the same"],
  ["src/network/record.ts", "everySteps % own !== 0", "false", FIELD_NET, "frames between steps"],
  ["src/network/range.ts", "sums[cell[k]] += Math.abs(short", "sums[cell[k]] += 1e9 * Math.abs(short", PROCEDURAL, "rules"],
  ["src/network/links.ts", "some ? powers.length : 0", "powers.length", CONNECTED, 'p":0}'],
];
