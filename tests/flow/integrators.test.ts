/** Integrators against closed forms and scipy. */
import { describe, expect, test } from "vitest";
import type { Integrator } from "../../src/flow/spec.ts";
import { brownian, lagged, oscillator, ran } from "./flows.ts";

describe("integrators", () => {
  test.each([
    ["euler", 1, 0.02],
    ["heun", 2, 0.1],
    ["rk4", 4, 0.4],
  ] as const)("%s is of order %i", async (integrator, order, dt) => {
    const error = async (step: number) => {
      const { values } = await ran({ flow: oscillator, integrator, dt: step }, [4]);
      return Math.hypot(values[0]! - Math.cos(4), values[1]! + Math.sin(4));
    };
    const [coarse, fine] = [await error(dt), await error(dt / 2)];
    expect(Math.log2(coarse / fine)).toBeGreaterThan(order - 0.2);
    expect(Math.log2(coarse / fine)).toBeLessThan(order + 0.3);
  });

  test("a delay flow is integrated to order 4: x' = -x(t - pi/2) keeps a cosine", async () => {
    const error = async (steps: number) => {
      const dt = Math.PI / 2 / steps;
      const { values } = await ran({ flow: lagged, dt, history: { x: Math.cos } }, [6 * steps * dt]);
      return Math.abs(values[0]! - Math.cos(3 * Math.PI));
    };
    const [coarse, fine] = [await error(3), await error(6)];
    expect(coarse).toBeLessThan(0.05);
    expect(Math.log2(coarse / fine)).toBeGreaterThan(3.5);
  });

  test("a kink in the past costs no order: x' = -x(t - 1) after a constant is a polynomial piece by piece", async () => {
    const { frames } = await ran({ flow: { ...lagged, delay: 1 }, dt: 0.25, history: { x: 1 } }, [3], "cpu", 4);
    expect(frames[0]).toBeCloseTo(0, 6);
    expect(frames[1]).toBeCloseTo(-0.5, 6);
    expect(frames[2]).toBeCloseTo(1 - 3 + 4 / 2 - 1 / 6, 6);
  });

  test("Dormand and Prince's method: within its tolerance at every time asked for, and as close to scipy's DOP853 as its RK45", async () => {
    const omega = [0.5, 1, 5, 20];
    const spec = { flow: oscillator, integrator: "dormand-prince", dt: 0.1, systems: 4, parameters: { omega } } as const;
    const { frames } = await ran(spec, [5], "cpu", 1);
    for (let k = 0; k < 50; k++) {
      for (const [i, w] of omega.entries())
        expect(Math.abs(frames[8 * k + i]! - Math.cos(0.1 * w * (k + 1)))).toBeLessThan(2e-5 * (1 + w * 0.1 * k));
    }
    const loose = await ran({ ...spec, tolerance: { rtol: 1e-2, atol: 1e-2 } }, [5]);
    const far = Math.abs(loose.values[3]! - Math.cos(100));
    expect(far).toBeGreaterThan(1e-3);
    const lorenz = await ran({ flow: "lorenz", integrator: "dormand-prince", dt: 0.5 }, [3], "cpu", 1);
    const x = (n: number) => lorenz.frames[3 * n]!;
    for (const [n, value] of SCIPY) expect(Math.abs(x(n) - value)).toBeLessThan(1e-2);
  });

  test("Euler and Maruyama, Milstein: coarser steps of the same Brownian paths come nearer with their orders", async () => {
    const path = (integrator: Integrator, parts: number) =>
      ran({ flow: brownian, integrator, systems: 2000, dt: parts / 512, brownianParts: parts, seed: 3 }, [1]).then(({ values }) => values);
    const exact = await path("milstein", 1);
    const error = async (integrator: Integrator, parts: number) =>
      (await path(integrator, parts)).reduce((sum, x, i) => sum + Math.abs(x - exact[i]!), 0) / 2000;
    const order = async (integrator: Integrator) => Math.log2((await error(integrator, 64)) / (await error(integrator, 16))) / 2;
    expect(await order("euler-maruyama")).toBeCloseTo(0.5, 0.7);
    expect(await order("milstein")).toBeCloseTo(1, 0.7);
  });
});

/** x of Lorenz's flow from the table's state, by scipy 1.17 solve_ivp(method="DOP853", rtol=1e-12): at 0.5 (n + 1). */
const SCIPY: readonly (readonly [number, number])[] = [
  [0, -2.07783117],
  [1, -6.61846337],
  [3, 0.78473784],
  [5, -8.69178595],
];
