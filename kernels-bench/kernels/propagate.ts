import type { Benchmark } from "../bench.ts";
import { mapped } from "../measure.ts";
import { fountain } from "../networks.ts";
import { paced } from "../windows.ts";

const [ACTIVE, OUTDEGREE] = [1000, 4000];
/** 32 slots of the ring, so windows of one step. */
const DELAYS = { low: 0.1, high: 3.2 };
const SLOTS = 32;

/** A burst: 1,000 neurons spike in one step. */
export const propagate: Benchmark = {
  name: "propagate",
  title: "dense burst: 1,000 neurons spike in every step onto 4,000 each; share of scattered adds over the same footprint",
  sizes: { of: "target neurons", usual: (kind) => (kind === "hardware" ? [20_000, 200_000, 2_000_000] : [20_000, 200_000]) },
  measure: async (context, targets) => {
    const outdegree = Math.min(OUTDEGREE, targets);
    const { seconds, spikesPerWindow } = await paced(context, fountain(ACTIVE, targets, outdegree, DELAYS), "propagate");
    const events = spikesPerWindow * outdegree;
    const adds = await context.ceilings.adds(targets * SLOTS);
    return [
      {
        name: "propagate",
        size: targets,
        ...mapped(seconds, (s) => (s * 1e9) / events),
        unit: "ns/event",
        better: "less",
        share: { of: "adds", value: events / seconds.low / adds.high },
        note: `${Math.round(events).toLocaleString("en")} events a step`,
      },
    ];
  },
};
