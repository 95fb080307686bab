import { compileRate } from "../../src/rate/compile.ts";
import type { RateCoupling, RateSpec } from "../../src/rate/spec.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped } from "../measure.ts";
import { timedWork } from "../stages.ts";

const UNITS = 4096;
const BATCH = 64;
/** Of the sparse network: its synapses outgrow the caches. */
const SPARSE = { units: 65_536, indegree: 64 } as const;
const SYNAPSE_BYTES = 8;

/** Whole steps of rate networks: what they read of J beside what the adapter copies, or what they multiply beside what it can. */
export const recurrence: Benchmark = {
  name: "recurrence",
  title:
    "steps of rate networks, tanh, Euler: 4,096 dense units, alone (share of the copy over the weights) and 64 side by side; 65,536 sparse ones",
  measure: async (context) => {
    const copy = await context.ceilings.copy();
    const fma = await context.ceilings.fma();
    const dense = { units: UNITS, coupling: { kind: "normal", g: 1.5 } } as const;
    const alone = await timed(context, dense);
    const together = await timed(context, { ...dense, batch: BATCH });
    const { units, indegree } = SPARSE;
    const sparse = await timed(context, { coupling: rows(units, indegree) });
    const reading = (name: string, seconds: typeof alone, bytes: number): Row => ({
      ...{ name, ...mapped(seconds, (s) => bytes / s / 1e9), unit: "GB/s", better: "more" },
      share: { of: "copy", value: bytes / seconds.low / copy.high },
    });
    const operations = 2 * UNITS ** 2 * BATCH;
    return [
      reading(`recurrence, ${UNITS} x ${UNITS}, one network`, alone, 4 * UNITS ** 2),
      {
        ...{ name: `recurrence, ${UNITS} x ${UNITS}, ${BATCH} networks`, ...mapped(together, (s) => operations / s / 1e9) },
        ...{ unit: "Gop/s", better: "more" },
        share: { of: "fma", value: operations / together.low / fma.high },
      },
      reading(`recurrence, sparse, ${units} units, ${indegree} synapses each`, sparse, SYNAPSE_BYTES * units * indegree),
    ];
  },
};

function rows(size: number, indegree: number): RateCoupling {
  return {
    kind: "rows",
    populations: [{ name: "all", size }],
    projections: [{ source: "all", target: "all", rule: { fixed_indegree: { indegree } }, weight: { normal: { mean: 0, std: 0.15 } } }],
  };
}

async function timed(context: Context, spec: Pick<RateSpec, "units" | "batch" | "coupling">) {
  const { buffers, step } = await compileRate({ ...spec, phi: "tanh", dt: 0.1 });
  return timedWork(context, { buffers, sequences: { before: [], work: step } });
}
