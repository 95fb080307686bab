/** Planted faults of plans, executors, devices and threads; table.mjs says what an entry is. */
const OPERATOR_JAVASCRIPT = "tests/operator/javascript.test.ts";
const FIELDS = "tests/simulate/field.test.ts";

export default [
  ["src/plan/gpu.ts", "dispatch.stage ? 0 : w", "w", FIELDS, "software a field that nobody"],
  ["src/plan/plan.ts", '(stage ? ["control"] : [])', "[]", FIELDS, "cpu a field that nobody"],
  ["src/plan/turns.ts", "if (this.busy)", "if (false)", OPERATOR_JAVASCRIPT, "before the one before"],
];
