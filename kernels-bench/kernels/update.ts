import type { InputDescription } from "../../src/network/description.ts";
import { models } from "../../src/twins/neuron/index.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped } from "../measure.ts";
import { silent } from "../networks.ts";
import { paced } from "../windows.ts";

async function row(context: Context, name: string, model: string, size: number, inputs: readonly InputDescription[] = []): Promise<Row> {
  const { seconds, windowSteps, quietBytes } = await paced(context, silent(model, size, inputs), "update");
  const copied = await context.ceilings.copy();
  return {
    name,
    size,
    ...mapped(seconds, (s) => (s * 1e9) / (size * windowSteps)),
    unit: "ns/neuron-step",
    better: "less",
    share: { of: "copy", value: quietBytes / seconds.low / copied.high },
    note: `windows of ${windowSteps}, ${Math.round(quietBytes / size)} B a neuron`,
  };
}

/** The update kernel with one model woven in. */
export const updates: readonly Benchmark[] = Object.keys(models).map((model) => ({
  name: `update-${model}`,
  title: `neuron update, ${model}, silent: state in and out once a window, the ring read in every step`,
  sizes: {
    of: "neurons",
    usual: (kind) => (kind === "hardware" ? [10_000, 100_000, 1_000_000] : model === "iaf_psc_exp" ? [10_000, 1_000_000] : [10_000]),
  },
  measure: async (context, size) => [await row(context, `update-${model}`, model, size)],
}));

/** Background spikes as the microcircuit's, weights too small to matter. */
const BACKGROUND = { kind: "poisson", target: "n", rate: 16_000, weight: 1e-6 } as const;

export const poisson: Benchmark = {
  name: "poisson",
  title: "neuron update, iaf_psc_exp, with a Poisson input of 16 kHz a neuron",
  sizes: { of: "neurons", usual: (kind) => (kind === "hardware" ? [10_000, 100_000, 1_000_000] : [10_000, 100_000]) },
  measure: async (context, size) => [await row(context, "poisson", "iaf_psc_exp", size, [BACKGROUND])],
};
