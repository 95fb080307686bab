import { Dice } from "../../src/learn/dice.ts";
import { build, type LayerSpec } from "../../src/learn/layers/index.ts";
import { GRADIENTS, PARAMETERS, Recording } from "../../src/learn/tensor.ts";
import type { Program } from "../../src/plan/program.ts";
import type { Benchmark, Context, Row } from "../bench.ts";
import { mapped } from "../measure.ts";
import { scattered, timedWork } from "../stages.ts";

/** A neuron with exponentials and logarithms, and one without. */
const NEURONS: readonly LayerSpec[] = [{ layer: "UltraLIF" }, { layer: "Leaky", beta: 0.9 }];
/** A million neuron-steps. */
const [STEPS, BATCH, FEATURES] = [10, 100, 1000];
/** Bytes of a neuron-step: input in, state and spike out; backwards input, state and the spike's gradient in, the input's out. */
const BYTES = { forward: 12, backward: 16 };

/** Layers of neurons that learn beside what the adapter can copy. */
export const denseNeurons: readonly Benchmark[] = (["forward", "backward"] as const).map((pass) => ({
  name: `neuron-${pass}`,
  title: `a million neuron-steps of layers that learn, ${pass}: ${STEPS} steps of ${BATCH} x ${FEATURES} neurons; share of a copy`,
  measure: async (context) => {
    const rows: Row[] = [];
    for (const neuron of NEURONS) rows.push(await row(context, pass, neuron));
    return rows;
  },
}));

async function row(context: Context, pass: keyof typeof BYTES, neuron: LayerSpec): Promise<Row> {
  const seconds = await timedWork(context, program(pass, neuron));
  const copied = await context.ceilings.copy();
  const neuronSteps = STEPS * BATCH * FEATURES;
  return {
    name: `neuron-${pass}, ${neuron.layer}`,
    ...mapped(seconds, (s) => (s * 1e9) / neuronSteps),
    unit: "ns/neuron-step",
    better: "less",
    share: { of: "copy", value: (BYTES[pass] * neuronSteps) / seconds.low / copied.high },
    note: `${BYTES[pass]} B a neuron-step`,
  };
}

function program(pass: keyof typeof BYTES, neuron: LayerSpec): Program {
  const recording = new Recording({ steps: STEPS, batch: BATCH, truncate: STEPS });
  const input = recording.tensor("input", [FEATURES], STEPS, true);
  const output = build(neuron, input, { index: 0, recording, dice: new Dice(1, 0) });
  const { buffers } = recording;
  for (const name of [input.name, output.grad as string]) {
    const { type, length } = buffers[name];
    buffers[name] = { type, length, data: scattered(length) };
  }
  const flat = { type: "f32" as const, length: recording.length };
  const forward = recording.forward();
  // Without the sums over workgroups, which take no time.
  const backward = recording.backward().slice(0, 1);
  return {
    buffers: { ...buffers, [PARAMETERS]: { ...flat, data: recording.initial() }, [GRADIENTS]: flat },
    sequences: { before: forward, work: pass === "forward" ? forward : backward },
  };
}
