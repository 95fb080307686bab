/** Delays of rate networks against float64 written again here. */
import { describe, expect, test } from "vitest";
import type { RateSpec } from "../../src/rate/spec.ts";
import { FIRST, far, J, ran, UNITS } from "./small.ts";

describe("delays", () => {
  /** Float64 with a list of all states; `delay(i, j)` in steps. */
  const reference = (
    method: "euler" | "heun" | "map",
    W: ArrayLike<number>,
    delay: (i: number, j: number) => number,
    steps: number,
  ): number[] => {
    const past: number[][] = [FIRST];
    const at = (step: number) => past[Math.max(0, step)];
    const drive = (step: number) =>
      FIRST.map((_, i) => FIRST.reduce((sum, _, j) => sum + W[i * UNITS + j] * Math.tanh(at(step - delay(i, j))[j]), 0));
    for (let n = 0; n < steps; n++) {
      const x = past[n];
      const first = drive(n);
      const second = drive(n + 1);
      const trial = x.map((value, i) => value + 0.1 * (first[i] - value));
      const next = x.map((value, i) => {
        if (method === "euler") return trial[i];
        if (method === "heun") return value + 0.05 * (first[i] - value + second[i] - trial[i]);
        return Math.tanh(FIRST.reduce((sum, _, j) => sum + W[i * UNITS + j] * at(n + 1 - delay(i, j))[j], 0));
      });
      past.push(next);
    }
    return past[steps];
  };

  test.each(["euler", "heun", "map"] as const)("dense, one delay: %s", async (method) => {
    const dt = method === "map" ? 1 : 0.1;
    const spec: RateSpec = {
      ...{ units: UNITS, phi: "tanh", coupling: { kind: "dense", values: J, delay: 3 * dt }, method, initial: FIRST },
      ...(method === "map" ? {} : { dt }),
    };
    const expected = reference(method, J, () => 3, 25);
    expect(far(await ran(spec, 25), expected)).toBeLessThan(2e-5);
  });

  test.each(["euler", "heun", "map"] as const)("sparse, a delay for each synapse: %s", async (method) => {
    const dt = method === "map" ? 1 : 0.1;
    const delays = J.map((_, e) => 1 + (e % 4));
    const source = J.map((_, e) => e % UNITS);
    const target = J.map((_, e) => Math.floor(e / UNITS));
    const spec: RateSpec = {
      ...{ phi: "tanh", method, initial: FIRST, ...(method === "map" ? {} : { dt }) },
      coupling: {
        kind: "rows",
        populations: [{ name: "all", size: UNITS }],
        projections: [{ source: "all", target: "all", rule: { edges: { source, target } }, weight: J, delay: delays.map((d) => d * dt) }],
      },
    };
    const expected = reference(method, J, (i, j) => delays[i * UNITS + j], 25);
    expect(far(await ran(spec, 25), expected)).toBeLessThan(2e-5);
  });
});
