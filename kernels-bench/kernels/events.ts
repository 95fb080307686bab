import type { Benchmark } from "../bench.ts";
import { mapped } from "../measure.ts";
import { carousel } from "../networks.ts";
import { paced } from "../windows.ts";

const OUTDEGREE = 1000;
const EVENTS_A_STEP = 100_000;

/** The same number of events a step whatever the size, each neuron in its turn, so that rows come from memory as in a simulation. */
export const events: Benchmark = {
  name: "events",
  title: "time per synaptic event in networks of 1,000 synapses a neuron, 100,000 events a step",
  sizes: { of: "synapses", usual: (kind) => (kind === "software" ? [1e6, 1e7] : [1e6, 1e7, 1e8]), large: [3e8] },
  measure: async (context, synapses) => {
    const outdegree = Math.min(OUTDEGREE, Math.ceil(Math.sqrt(synapses)));
    const neurons = Math.round(synapses / outdegree);
    const perStep = Math.min(neurons / 10, EVENTS_A_STEP / outdegree);
    const { seconds, spikesPerWindow, windowSteps } = await paced(context, carousel(neurons, outdegree, perStep), "propagate");
    return [
      {
        name: "events",
        size: synapses,
        ...mapped(seconds, (s) => (s * 1e9) / (spikesPerWindow * outdegree)),
        unit: "ns/event",
        better: "less",
        note: `windows of ${windowSteps}, ${Math.round(spikesPerWindow).toLocaleString("en")} spikes each`,
      },
    ];
  },
};
