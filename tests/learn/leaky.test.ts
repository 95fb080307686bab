/** snnTorch's Leaky, spike by spike, against its equation in float64; what layers of neurons refuse. */
import { afterAll, expect, it, test } from "vitest";
import type { LayerSpec } from "../../src/learn/layers/index.ts";
import { GpuProgram } from "../../src/plan/program-gpu.ts";
import { Dice } from "../../src/verify/dice.ts";
import { layerProgram } from "../../src/verify/neurons.ts";
import { closeDevice, softwareDevice } from "../twins/lib/kernel.ts";
import { layerOf } from "./layer.ts";
import { whole } from "./points.ts";

afterAll(closeDevice);

const [STEPS, NEURONS] = [1000, 1000];
/**
 * A tie: U this close to the threshold. A float32 U of size 4 is off by 2.4e-7 a step; at beta 0.95 twenty steps of that add up.
 */
const TIE = 1e-5;

it.each(["subtract", "zero", "none"] as const)(
  "Leaky, reset %s: no spike mismatch on 1,000 neurons x 1,000 steps away from ties",
  async (reset) => {
    const spec: LayerSpec = { layer: "Leaky", beta: 0.95, reset };
    const size = whole(STEPS, 1, NEURONS);
    const single = layerOf(spec, size, "f32");
    const dice = new Dice(9, reset);
    for (let i = 0; i < single.inputs.length; i++) single.inputs[i] = reset === "none" ? dice.uniform(-0.4, 0.42) : dice.uniform(-0.2, 0.4);
    single.play("forward");
    const { program, input, output } = layerProgram(spec, size);
    const kernels = await GpuProgram.create(await softwareDevice(), program);
    kernels.write(input.name, Float32Array.from(single.inputs));
    await kernels.run("forward");
    for (const [where, spikes] of [["twin", single.spikes] as const, ["kernel", await kernels.read(output.name, "f32")] as const]) {
      const found = compared(reset, single.inputs, Math.fround(0.95), spikes);
      expect(found.mismatches, where).toBe(0);
      expect(found.spikes, where).toBeGreaterThan(20_000);
      // Some 20 of 1,000,000 are ties; a neuron is left out from a tie on that fell the other way.
      expect(found.ties, where).toBeLessThan(60);
      expect(found.left, where).toBeLessThanOrEqual(found.ties);
    }
  },
  120_000,
);

it.each<LayerSpec>([
  { layer: "Leaky", beta: 0.9, readout: "membrane" },
  { layer: "Synaptic", alpha: 0, beta: 0.9, readout: "membrane" },
])("a spike and the reset after it see the same U, where float32 rounds it to the threshold: %j", (spec) => {
  const layer = layerOf(spec, whole(3, 1, NEURONS), "f32");
  const dice = new Dice(9, "ties");
  const beta = Math.fround(0.9);
  let ties = 0;
  for (let i = 0; i < NEURONS; i++) {
    const first = Math.fround(dice.uniform(0.2, 0.9));
    const second = Math.fround(1 - beta * first);
    layer.inputs.set([first], i);
    layer.inputs.set([second], NEURONS + i);
    const u = beta * first + second;
    if (u > 1 && Math.fround(u) === 1) ties++;
  }
  expect(ties).toBeGreaterThan(100);
  layer.play("forward");
  for (let k = 0; k < 3 * NEURONS; k++) expect(layer.spikes[k]).toBe(Number(layer.outputs[k] > 1));
});

/** The equation in float64 beside given spikes. */
function compared(reset: "subtract" | "zero" | "none", inputs: ArrayLike<number>, beta: number, spikes: ArrayLike<number>) {
  const u = new Float64Array(NEURONS);
  const left = new Set<number>();
  const found = { mismatches: 0, ties: 0, spikes: 0, left: 0 };
  for (let t = 0; t < STEPS; t++) {
    for (let i = 0; i < NEURONS; i++) {
      const fired = u[i] > 1;
      const sum = beta * u[i] + inputs[t * NEURONS + i];
      u[i] = fired && reset === "zero" ? 0 : fired && reset === "subtract" ? sum - 1 : sum;
      if (left.has(i)) continue;
      const tie = Math.abs(u[i] - 1) < TIE;
      const spike = u[i] > 1 ? 1 : 0;
      found.ties += Number(tie);
      found.spikes += spike;
      if (spike === spikes[t * NEURONS + i]) continue;
      if (tie) left.add(i);
      else found.mismatches++;
    }
  }
  return { ...found, left: left.size };
}

test.each<readonly [LayerSpec, string]>([
  [{ layer: "UltraLIF", tau: 0 }, "layers[0].tau: 0: a number above 0"],
  [{ layer: "UltraPLIF", eps: 0.05 }, "layers[0].eps: 0.05: a number from 0.1 to 20"],
  [{ layer: "UltraDLIF", eps: 21 }, "layers[0].eps: 21: a number from 0.1 to 20"],
  [{ layer: "UltraDLIF", eps: Number.NaN }, "layers[0].eps: NaN: a number from 0.1 to 20"],
  [{ layer: "UltraDLIF", tau: 1 }, "layers[0].tau: 1: a number above 0 and below 1"],
  [{ layer: "UltraDLIF", variant: "readme", tau: 0.9 }, "layers[0].tau: 0.9: the readme variant of UltraDLIF has none; leave it out"],
  [{ layer: "UltraDLIF", variant: "paper" as "main" }, 'layers[0].variant: "paper": say "main" or "readme"'],
  [{ layer: "UltraDPLIF", ds: true, beta: 60 }, "layers[0].beta: 60: a number from 0.1 to 50"],
  [{ layer: "UltraPLIF", beta: 2 }, "layers[0].beta: 2: only the DS variant has one; say ds: true"],
  [{ layer: "UltraDLIF", beta: 2 }, "layers[0].beta: 2: only the DS variant has one; say ds: true"],
  [{ layer: "DSpike", eps: 2 }, "layers[0].eps: 2: DSpike has none; leave it out"],
  [{ layer: "PLIF", tau: -0.1 }, "layers[0].tau: -0.1: a number above 0 and below 1"],
  [{ layer: "SigmaLIF", eps: 0 }, "layers[0].eps: 0: a number from 0.1 to 20"],
  [{ layer: "Leaky", beta: 1.01 }, "layers[0].beta: 1.01: a number from 0 to 1"],
  [{ layer: "Leaky", beta: 0.9, threshold: Infinity }, "layers[0].threshold: Infinity: a finite number"],
  [{ layer: "Leaky", beta: 0.9, reset: "half" as "zero" }, 'layers[0].reset: "half": one of subtract, zero, none'],
  [
    { layer: "Leaky", beta: 0.9, surrogate: "tanh" as "atan" },
    'layers[0].surrogate: "tanh": one of atan, fast_sigmoid, sigmoid, straight_through',
  ],
  [{ layer: "Synaptic", alpha: -1, beta: 0.9 }, "layers[0].alpha: -1: a number from 0 to 1"],
  [{ layer: "LIF", readout: "both" as "spikes" }, 'layers[0].readout: "both": one of spikes, membrane'],
])("%j is refused", (spec, message) => {
  expect(() => layerProgram(spec, whole(2, 1, 3))).toThrow(message);
});
