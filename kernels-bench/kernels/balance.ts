import type { Benchmark, Row } from "../bench.ts";
import { mapped, spreadOf } from "../measure.ts";
import { fountain } from "../networks.ts";
import { paced } from "../windows.ts";

const DELAYS = { low: 0.1, high: 3.2 };
const FEW = 10;

/** As many synaptic events from one neuron as from many. */
export const balance: Benchmark = {
  name: "balance",
  title: "time per synaptic event: one neuron with all synapses against many with 10 each, one spike a step each",
  sizes: { of: "synapses", usual: () => [100_000] },
  measure: async (context, synapses) => {
    const many = Math.max(1, Math.round(synapses / FEW));
    const times = [];
    for (const [active, outdegree] of [
      [1, synapses],
      [many, FEW],
    ]) {
      const { seconds, spikesPerWindow } = await paced(context, fountain(active, synapses, outdegree, DELAYS), "propagate");
      times.push(mapped(seconds, (s) => (s * 1e9) / (spikesPerWindow * outdegree)));
    }
    const [one, lots] = times;
    const row = (what: string, time: typeof one): Row => ({
      name: `balance, ${what}`,
      size: synapses,
      ...time,
      unit: "ns/event",
      better: "less",
    });
    const ratio = (a: number, b: number) => Math.max(a / b, b / a);
    return [
      row("one neuron", one),
      row("many of 10", lots),
      {
        name: "balance, ratio",
        size: synapses,
        ...spreadOf([ratio(one.value, lots.value)]),
        unit: "times",
        better: "less",
        note: `${lots.value > one.value ? "many of 10" : "one neuron"} slower`,
      },
    ];
  },
};
