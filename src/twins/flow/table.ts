import mackeyGlass from "../../../shaders/flow/model/mackey_glass.wgsl";
import { algebraic } from "./algebraic.ts";
import { classic } from "./classic.ts";
import type { FlowFunction, FlowModel } from "./flow.ts";
import type { FlowRow } from "./row.ts";

const delayed = {
  mackey_glass: {
    wgsl: mackeyGlass,
    parameters: { beta: 0.2, gamma: 0.1, n: 10 },
    initial: { x: 1.2 },
    step: 0.1,
    period: 50,
    exponent: 0.0051,
    source: "Mackey and Glass 1977, Science 197, 287; delay 17: Farmer 1982, Physica D 4, 366",
    positive: ["beta", "gamma", "n"],
    box: { x: [0.417, 1.32] },
    delay: 17,
    oracle: { derivative: ([beta, gamma, n], [x], _t, [before]) => [(beta * before) / (1 + before ** n) - gamma * x] },
  },
} as const satisfies Readonly<Record<string, FlowRow>>;

const rows = { ...classic, ...algebraic, ...delayed };

export type FlowName = keyof typeof rows;

/** A built-in flow: the model, and its row of the table. */
export type BuiltInFlow = FlowModel & { readonly row: FlowRow };

/** The built-in chaotic flows, by name. */
export const flows = Object.fromEntries(Object.entries<FlowRow>(rows).map(([name, row]) => [name, builtIn(name, row)])) as Readonly<
  Record<FlowName, BuiltInFlow>
>;

function builtIn(name: string, row: FlowRow): BuiltInFlow {
  const optional: readonly FlowFunction[] = ["diffusion", "diffusion_slope", "tangent"];
  return {
    name,
    row,
    wgsl: row.wgsl,
    parameters: Object.keys(row.parameters),
    variables: Object.keys(row.initial),
    functions: optional.filter((given) => row.oracle[given] !== undefined),
    delayed: row.delay !== undefined,
    oracle: row.oracle,
  };
}
