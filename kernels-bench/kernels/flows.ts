import { compileEnsemble } from "../../src/flow/compile.ts";
import { FlowClock } from "../../src/twins/flow/flow.ts";
import type { Benchmark } from "../bench.ts";
import { mapped } from "../measure.ts";
import { scattered, timedWork } from "../stages.ts";

const SYSTEMS = 100_000;

/**
 * What a step of Lorenz's flow takes by Runge and Kutta's method: 68 multiplications and additions (four slopes of 8, three trial states of 6, the mean of the
 * slopes 18). Where a multiplication and an addition are one instruction, 45 of them: four slopes of 6, trial states of 3, the mean 12.
 */
const OPERATIONS = 68;
const FUSED = 45;

/** Many small systems, their state in registers: arithmetic alone. */
export const flowSteps: Benchmark = {
  name: "flow",
  title:
    "steps of 100,000 Lorenz systems, RK4: system steps a second, share of the multiply-add ceiling by the flow's own mix of instructions",
  measure: async (context) => {
    const initial = { x: scattered(SYSTEMS).map((x) => 5 * x + 6) };
    const { program, most } = compileEnsemble({ flow: "lorenz", systems: SYSTEMS, initial });
    // A goal that no measurement reaches.
    (program.buffers.clock!.data as Uint32Array)[FlowClock.goal] = 2 ** 32 - 2;
    const seconds = await timedWork(context, { buffers: program.buffers, sequences: { before: [], work: program.sequences.run! } });
    const ceiling = await context.ceilings.fma();
    const steps = SYSTEMS * most;
    // The ceiling counts two operations a fused instruction; neither SwiftShader nor WebAssembly has one.
    const operations = context.kind === "hardware" ? 2 * FUSED : OPERATIONS;
    return [
      {
        name: "flow, lorenz rk4",
        ...mapped(seconds, (s) => steps / s / 1e6),
        unit: "M steps/s",
        better: "more",
        share: { of: "fma", value: (operations * steps) / seconds.low / ceiling.high },
      },
    ];
  },
};
