import { expect, test } from "vitest";
import { meanSpectrum } from "../../examples/kuramoto-sivashinsky/index.ts";
import { start } from "../../examples/kuramoto-sivashinsky/measure.ts";
import { compileField } from "../../src/field/compile.ts";
import { FieldSimulation, fieldProgram } from "../../src/field/simulation.ts";
import type { KuramotoSivashinskySpec } from "../../src/field/spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";

const spec = (size: number, dt = 0.25): KuramotoSivashinskySpec => ({
  ...{ model: "kuramoto-sivashinsky", sizes: [size], length: 22, dt, initial: { u: start(size, 1, 0) } },
});

test("the spectrum falls to rounding: of float32 in a run, of float64 in the oracle", async () => {
  const field = await FieldSimulation.create(spec(128), { adapter: "cpu", record: { every: 40 } });
  await field.run(200);
  const { values } = await field.frames();
  const oracle = new CpuProgram(fieldProgram(compileField(spec(128))), "f64");
  await oracle.run("step", 800);
  const exact = meanSpectrum([oracle.view("field u")]);
  for (const [energies, rounding] of [
    [meanSpectrum(values.slice(10)), 1e-7],
    [exact, 1e-14],
  ] as const) {
    const most = Math.max(...energies);
    // Down by orders of magnitude where the exact spectrum is resolved, and nothing but rounding at its end.
    expect(Math.sqrt(energies[16] / most)).toBeLessThan(1e-4);
    expect(Math.sqrt(energies[energies.length - 1] / most)).toBeLessThan(rounding);
  }
  field.destroy();
});

test("software takes the cpu's steps, and the mean of u stays", async () => {
  const [cpu, software] = await Promise.all((["cpu", "software"] as const).map((adapter) => FieldSimulation.create(spec(44), { adapter })));
  for (const field of [cpu, software]) await field.advance(20);
  const [a, b] = [await cpu.read(), await software.read()];
  expect(a).not.toEqual(Float32Array.from(start(44, 1, 0)));
  for (const [x, value] of b.entries()) expect(Math.abs(value - a[x])).toBeLessThan(1e-4);
  expect(Math.abs(a.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-4);
  for (const field of [cpu, software]) field.destroy();
});
