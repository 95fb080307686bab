/** Planted faults of statistics and plots; table.mjs says what an entry is. */
const HEAT_MAP = "tests/view/heat-map.test.ts";

export default [
  ["src/view/heat-map.ts", "rows - 1 - Math.floor(i / columns)", "Math.floor(i / columns)", HEAT_MAP, "from the bottom"],
  ["src/view/field-cases.ts", "prediction[i] - value", "value", "tests/view/operator-report.test.ts", "one of errors"],
];
