/** Gradients of whole operators: the twins in float64 against central differences of the same program. */
import { expect, test } from "vitest";
import { Dice } from "../../src/learn/dice.ts";
import { GRADIENTS, PARAMETERS } from "../../src/learn/tensor.ts";
import { fitNormalisation } from "../../src/operator/data.ts";
import type { FnoSpec } from "../../src/operator/spec.ts";
import { compileFieldTraining } from "../../src/operator/training.ts";
import type { FieldLossSpec } from "../../src/operator/training-spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { smooth } from "./small.ts";

const line = { n_modes: [5], in_channels: 1, out_channels: 1, hidden_channels: 4, n_layers: 3 };
const plane = { n_modes: [3, 4], in_channels: 2, out_channels: 2, hidden_channels: 3, n_layers: 2 };
const L2 = { loss: "relative_l2" } as const;

test.each<[string, FnoSpec, readonly number[], FieldLossSpec]>([
  ["neuraloperator's defaults", line, [9], L2],
  ["no channel MLP, no grid", { ...line, use_channel_mlp: false, positional_embedding: null }, [8], L2],
  ["one block, mean squares", { ...line, n_layers: 1 }, [9], { loss: "mse" }],
  ["two axes, two channels", plane, [5, 6], L2],
  ["skips the other way round", { ...plane, fno_skip: "soft-gating", channel_mlp_skip: "linear" }, [4, 5], L2],
  ["skips that do not learn", { ...line, fno_skip: "identity", channel_mlp_skip: "identity" }, [9], L2],
  ["no skips", { ...line, fno_skip: null, channel_mlp_skip: null }, [9], { loss: "mse" }],
  ["padding", { ...plane, domain_padding: [0.5, 0.2] }, [4, 5], L2],
  ["three axes", { ...plane, n_modes: [2, 3, 2], hidden_channels: 2 }, [3, 4, 4], L2],
])(
  "%s",
  async (_, model, sizes, loss) => {
    const train = smooth(5, sizes, model.in_channels, model.out_channels, 1);
    const spec = { model, batch: 3, loss, optimiser: { optimiser: "SGD" }, normalisation: fitNormalisation(train), seed: 1 } as const;
    const { program, recording } = compileFieldTraining(spec, { train, tests: { one: train } });
    const forward = program.sequences["train, part 0"];
    const cpu = new CpuProgram({ ...program, sequences: { forward, backward: recording.backward() } }, "f64");
    // The second batch: two examples of three.
    cpu.write("clock", Uint32Array.of(1, 0, 0, 5));
    const dice = new Dice(5, 0);
    const parameters = cpu.view(PARAMETERS) as Float64Array;
    for (let i = 0; i < parameters.length; i++) parameters[i] += dice.uniform(0.3);
    const lossOf = async () => {
      await cpu.run("forward");
      const losses = cpu.view("losses");
      expect(losses[2]).toBe(0);
      return (losses[0] + losses[1]) / 2;
    };
    await lossOf();
    await cpu.run("backward");
    const gradient = cpu.view(GRADIENTS).slice() as Float64Array;
    const step = 1e-5;
    for (const { name, at, length } of recording.parameters) {
      const own = gradient.subarray(at, at + length).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      // Far above the rounding of a difference.
      expect(own, name).toBeGreaterThan(1e-7);
      for (let k = 0; k < Math.min(length, 12); k++) {
        const i = at + Math.floor((k * length) / Math.min(length, 12));
        const before = parameters[i];
        parameters[i] = before + step;
        const up = await lossOf();
        parameters[i] = before - step;
        const difference = (up - (await lossOf())) / (2 * step);
        parameters[i] = before;
        // GELU's slope is fitted by itself: a few 1e-8 from the derivative of what stands for GELU.
        expect(Math.abs(gradient[i] - difference), `${name}[${i - at}]`).toBeLessThan(1e-5 * own + 1e-10);
      }
    }
  },
  60_000,
);
