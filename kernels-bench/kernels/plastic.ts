import type { Benchmark, Row } from "../bench.ts";
import { mapped, type Spread } from "../measure.ts";
import { recurrent } from "../networks.ts";
import { paced } from "../windows.ts";

/** Rules to compare with a synapse that stays: multiplications alone, and powers of the weight. */
const RULES = ["stdp_synapse", "stdp_pl_synapse_hom"] as const;
/** Synapses of a neuron; in small networks everybody has one onto everybody. */
const OUTDEGREE = 4500;

/** What an event of a plastic synapse costs beside one of a synapse that stays. All neurons have one rate, so that an event makes up for one spike. */
export const plastic: Benchmark = {
  name: "plastic",
  title: "time per synaptic event, plastic beside static: neurons of 10 Hz, delays of 1.5 to 3 ms",
  sizes: { of: "synapses", usual: () => [1e6], large: [5e7] },
  measure: async (context, synapses) => {
    const outdegree = Math.min(OUTDEGREE, Math.round(Math.sqrt(synapses)));
    const neurons = Math.round(synapses / outdegree);
    const event = async (rule: (typeof RULES)[number] | undefined): Promise<Spread> => {
      const network = recurrent(neurons, outdegree, rule);
      const { seconds, spikesPerWindow } = await paced(context, network, rule ? "propagate n" : "propagate");
      return mapped(seconds, (s) => (s * 1e9) / (spikesPerWindow * outdegree));
    };
    const still = await event(undefined);
    const rows: Row[] = [{ name: "plastic, static", size: synapses, ...still, unit: "ns/event", better: "less" }];
    for (const rule of RULES) {
      const changing = await event(rule);
      // Each at its fastest: a busy machine counts against neither.
      const note = `${(changing.low / still.low).toFixed(2)} times a static one, each at its fastest`;
      rows.push({ name: `plastic, ${rule}`, size: synapses, ...changing, unit: "ns/event", better: "less", note });
    }
    return rows;
  },
};
