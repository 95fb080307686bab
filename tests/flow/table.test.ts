/** The built-in flows: text against oracle, tangents, exponents. */
import { describe, expect, test } from "vitest";
import { compileEnsemble } from "../../src/flow/compile.ts";
import { Ensemble } from "../../src/flow/ensemble.ts";
import type { EnsembleSpec } from "../../src/flow/spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { type FlowName, flows } from "../../src/twins/flow/table.ts";
import { ran } from "./flows.ts";

describe("the table", () => {
  test.each(Object.keys(flows) as FlowName[])("%s: text and oracle agree, and the tangent is the derivative's", async (name) => {
    const { row } = flows[name];
    const spec: EnsembleSpec = { flow: name, ...(row.delay !== undefined && { history: { x: (t: number) => 1 + 0.1 * Math.sin(t) } }) };
    const make = () => compileEnsemble({ ...spec, ...(row.oracle.tangent && { tangents: { count: 1, every: 1000 } }) }).program;
    const [narrow, wide] = [new CpuProgram(make()), new CpuProgram(make(), "f64")];
    for (const program of [narrow, wide]) {
      program.write("clock", Uint32Array.of(20), 1);
      await program.run("run");
    }
    const [a, b] = [await narrow.read("state", "f32"), wide.view("state")];
    const largest = Math.max(...Array.from(b, Math.abs));
    for (let k = 0; k < a.length; k += 16) expect(Math.abs(a[k]! - b[k]!)).toBeLessThan(2e-5 * largest);
    const { derivative, tangent } = row.oracle;
    if (!tangent) return;
    const [p, s] = [Object.values<number>(row.parameters), Object.values<number>(row.initial)];
    const v = s.map((_, k) => Math.sin(k + 1));
    const h = 1e-6;
    const shifted = (by: number) =>
      derivative(
        p,
        s.map((x, k) => x + by * v[k]!),
        0.7,
        s,
      );
    const [up, down, found] = [shifted(h), shifted(-h), tangent(p, s, v, 0.7)];
    found.forEach((x, k) => expect(Math.abs(x - (up[k]! - down[k]!) / (2 * h))).toBeLessThan(1e-5 * Math.max(1, Math.abs(x))));
  });

  test("every text compiles on an adapter, and takes the same step there", async () => {
    for (const name of Object.keys(flows) as FlowName[]) {
      const history = flows[name].delayed ? { history: { x: 1.1 } } : {};
      const [cpu, software] = [
        await ran({ flow: name, ...history }, [0.1], "cpu"),
        await ran({ flow: name, ...history }, [0.1], "software"),
      ];
      cpu.values.forEach((x, k) => expect(Math.abs(software.values[k]! - x), name).toBeLessThan(1e-4 * Math.max(1, Math.abs(x))));
    }
  }, 120_000);

  test("Lorenz: the largest exponent, and the sum of all is the divergence -(sigma + 1 + beta)", async () => {
    const systems = 64;
    const initial = { x: Float64Array.from({ length: systems }, (_, i) => 1 + 0.1 * i) };
    const ensemble = await Ensemble.create({ flow: "lorenz", systems, initial, tangents: { count: 3 } }, { adapter: "cpu" });
    await ensemble.run(20);
    ensemble.restartExponents();
    await ensemble.run(100);
    const exponents = await ensemble.exponents();
    ensemble.destroy();
    const mean = (j: number) => exponents.slice(j * systems, (j + 1) * systems).reduce((a, b) => a + b, 0) / systems;
    expect(Math.abs(mean(0) / 0.9056 - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean(1))).toBeLessThan(0.02);
    expect(mean(0) + mean(1) + mean(2)).toBeCloseTo(-(10 + 1 + 8 / 3), 2);
  });
});
