/** Gradients of piecewise-linear RNNs: the twins in float64 against central differences of the same program, whole sequences, both ways of forcing. */
import { expect, test } from "vitest";
import type { PlrnnSpec } from "../../src/cell/plrnn-spec.ts";
import { compileReconstruction } from "../../src/cell/reconstruction.ts";
import type { ForcingSpec } from "../../src/cell/reconstruction-spec.ts";
import { Dice } from "../../src/learn/dice.ts";
import { GRADIENTS, PARAMETERS } from "../../src/learn/tensor.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";

const al: PlrnnSpec = { cell: "al_rnn", units: 6, rectified: 3, observed: 2 };
const shallow: PlrnnSpec = { cell: "shallow_plrnn", units: 3, hidden: 7, observed: 3 };
const sparse: ForcingSpec = { forcing: "sparse", every: 4 };
const general: ForcingSpec = { forcing: "generalised", alpha: 0.3 };

test.each<[string, PlrnnSpec, ForcingSpec, number]>([
  ["almost-linear, sparse", al, sparse, 1],
  ["almost-linear, generalised", al, general, 1],
  ["almost-linear, all units rectified and observed", { cell: "al_rnn", units: 3, rectified: 3, observed: 3 }, sparse, 1],
  ["almost-linear, none rectified", { ...al, rectified: 0 }, { forcing: "sparse", every: 1 }, 1],
  ["shallow, generalised", shallow, general, 1],
  ["shallow, sparse", shallow, sparse, 1],
  ["shallow, not clipped", { ...shallow, clipped: false }, general, 1],
  ["shallow, hidden states, in parts", { ...shallow, units: 5, observed: 2 }, general, 2],
  ["shallow, no forcing", { ...shallow, units: 5 }, { forcing: "generalised", alpha: 0 }, 1],
  ["shallow, adaptive", shallow, { forcing: "generalised", alpha: "adaptive" }, 1],
])("%s", async (_, model, forcing, parts) => {
  const dice = new Dice(3, 0);
  const { observed: columns } = model;
  const series = { values: dice.normals(60 * columns, 1), columns };
  const spec = { model, forcing, steps: 11, batch: 4, parts, batches: 3, optimiser: { optimiser: "SGD" }, seed: 5 } as const;
  const { program, recording } = compileReconstruction(spec, series);
  const forward = Array.from({ length: parts }, (_, k) => program.sequences[`train, part ${k}`]);
  const sequences = { forward: forward.flat(), both: forward.flatMap((stages) => [...stages, ...recording.backward()]) };
  const cpu = new CpuProgram({ ...program, sequences }, "f64");
  cpu.write("clock", Uint32Array.of(1, 0, 2, 12));
  // An alpha that does not move: this batch is not one in five, and strength is read alone.
  if (forcing.forcing === "generalised" && forcing.alpha === "adaptive") cpu.write("strength", Float32Array.of(0.4));
  const parameters = cpu.view(PARAMETERS) as Float64Array;
  for (let i = 0; i < parameters.length; i++) parameters[i] += dice.uniform(0.3);
  const lossOf = async () => {
    await cpu.run("forward");
    return (cpu.view("losses") as Float64Array).reduce((sum, loss) => sum + loss, 0) / 4;
  };
  await cpu.run("both");
  const gradient = cpu.view(GRADIENTS).slice() as Float64Array;
  const step = 1e-6;
  const names = recording.parameters.map(({ name }) => name);
  expect(names.includes("L")).toBe(model.observed < model.units);
  for (const { name, at, length } of recording.parameters) {
    const own = gradient.subarray(at, at + length).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(own, name).toBeGreaterThan(1e-5);
    for (let i = at; i < at + length; i++) {
      const before = parameters[i];
      parameters[i] = before + step;
      const up = await lossOf();
      parameters[i] = before - step;
      const difference = (up - (await lossOf())) / (2 * step);
      parameters[i] = before;
      expect(Math.abs(gradient[i] - difference), `${name}[${i - at}]`).toBeLessThan(1e-7 * (1 + own));
    }
  }
});
