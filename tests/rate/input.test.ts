/** Bad input of rate networks: one line each, with place, value and remedy. */
import { expect, test } from "vitest";
import { InputError, StateDivergedError } from "../../src/errors.ts";
import { compileRate } from "../../src/rate/compile.ts";
import { RateNetwork } from "../../src/rate/network.ts";
import type { RateSpec } from "../../src/rate/spec.ts";

const good: RateSpec = { units: 3, phi: "tanh", dt: 0.1, coupling: { kind: "normal", g: 1 }, batch: 2 };
const rows = (projection: object, rest: object = {}) => ({
  ...{ units: undefined, ...rest },
  coupling: {
    kind: "rows",
    populations: [{ name: "A", size: 4 }],
    projections: [{ source: "A", target: "A", rule: "all_to_all", weight: 1, ...projection }],
  },
});

test.each([
  [{ phi: "softplus" }, 'phi: "softplus": must be one of: tanh, relu, sigmoid, identity'],
  [{ method: "leapfrog" }, 'method: "leapfrog": must be one of: euler, heun, rk4, map'],
  [{ units: 0 }, "units: 0: must be an integer of 1 or more"],
  [{ batch: 0.5 }, "batch: 0.5: must be an integer of 1 or more"],
  [{ batch: 2 ** 29 }, "batch: 536870912: are 2147483648 values in all; 1073741824 at most"],
  [{ seed: -1 }, "seed: -1: must be an integer of 0 or more"],
  [{ tau: 0 }, "tau: 0: must be a finite number above 0"],
  [{ dt: undefined }, "dt: undefined: must be a finite number above 0"],
  [{ dt: 2 }, "dt: 2: is unstable for euler: must be below 2 tau, 2"],
  [{ dt: 0.3, tau: 0.1, method: "rk4" }, "dt: 0.3: is unstable for rk4: must be below 2.785 tau, 0.2785"],
  [{ method: "map" }, "dt: 0.1: a map has steps of 1; leave dt out"],
  [{ method: "map", dt: undefined, tau: 2 }, "tau: 2: a map has none; leave it out"],
  [{ noise: -1 }, "noise: -1: must be a finite number of 0 or more"],
  [{ noise: 1, method: "heun" }, "noise: 1: goes with euler (Euler-Maruyama) and map, not with heun"],
  [{ gain: [1] }, "gain: [1]: must be a number or 2, one a network"],
  [{ gain: [1, Number.NaN] }, "gain[1]: NaN: must be a finite number"],
  [{ coupling: undefined }, "coupling: undefined: must be an object with a kind"],
  [{ coupling: { kind: "full" } }, 'coupling.kind: "full": must be one of: normal, dense, rows'],
  [{ coupling: { kind: "normal", g: "1" } }, 'coupling.g: "1": must be a finite number'],
  [{ coupling: { kind: "dense", values: [1, 2, 3] } }, "coupling.values: [1,2,3]: must be 3 x 3 numbers or 2 times as many, row by row"],
  [{ coupling: { kind: "dense", values: [1, 2, 3, 4, Number.NaN, 6, 7, 8, 9] } }, "coupling.values[4]: NaN: must be a finite number"],
  [{ coupling: { kind: "normal", g: 1, delay: 0.04 } }, "coupling.delay: 0.04: must be half a step (0.05) or more; leave it out for none"],
  [
    { coupling: { kind: "normal", g: 1, delay: 0.5 }, method: "rk4" },
    'method: "rk4": has stages between steps, where there is no past; use heun or euler with delays',
  ],
  [{ input: [1, 2] }, "input: [1,2]: must be a number or 3 or 6 of them: one a unit (3), or one a unit of each network"],
  [{ input: [1, 2, Number.POSITIVE_INFINITY] }, "input[2]: Infinity: must be a finite number"],
  [{ input: { values: [1, 2, 3, 4], hold: 0.1 } }, "input.values: [1,2,3,4]: must be rows of 3 numbers, one a unit"],
  [{ input: { values: [1, 2, 3], hold: 0.1, each: true } }, "input.values: [1,2,3]: must be rows of 6 numbers, units of each network"],
  [{ input: { values: [1, 2, 3], hold: 0.25 } }, "input.hold: 0.25: must be a whole number of steps of 0.1, 1 or more"],
  [{ initial: [1] }, "initial: [1]: must be a number or 3 or 6 of them"],
  [{ initial: { normal: Number.NaN } }, "initial.normal: NaN: must be a finite number"],
  [rows({}, { units: 5 }), "units: 5: the populations have 4; leave units out"],
  [rows({ source: "B" }), 'projections[0].source: "B"'],
  [rows({ weight: Number.NaN }), "projections[0].weight"],
  [rows({ rule: "nearest" }), "projections[0].rule"],
  [rows({ delay: 0.01 }), "projections[0].delay: 0.01: must be half a step"],
  [
    { units: undefined, coupling: { kind: "rows", populations: 4, projections: [] } },
    "coupling.populations: 4: must be a list of names and sizes",
  ],
  [
    { units: undefined, coupling: { kind: "rows", populations: [{ name: "A", size: 4 }] } },
    "coupling.projections: undefined: must be a list of projections",
  ],
])("%j", async (change, message) => {
  const found = await compileRate({ ...good, ...change } as RateSpec).then(
    () => "accepted",
    (error: unknown) => error,
  );
  expect(found).toBeInstanceOf(InputError);
  expect((found as Error).message).toContain(message);
  expect((found as Error).message).not.toContain("\n");
});

test("delays of some projections only", async () => {
  const one = { source: "A", target: "A", rule: "all_to_all", weight: 1 } as const;
  const coupling = { kind: "rows", populations: [{ name: "A", size: 4 }], projections: [one, { ...one, delay: 1 }] } as const;
  await expect(compileRate({ ...good, units: undefined, coupling })).rejects.toThrow(
    '1 of 2 with a delay": give all of them a delay, or none',
  );
});

test("recordings and times", async () => {
  const create = (record: object) => RateNetwork.create(good, { adapter: "cpu", record: record as { every: number } });
  await expect(create({ every: 0 })).rejects.toThrow("record.every: 0: must be an integer of 1 or more");
  await expect(create({ every: 1, units: [3] })).rejects.toThrow("record.units[0]: 3: must be below 3, the units there are");
  await expect(create({ every: 1, units: [] })).rejects.toThrow("record.units: 0: must be an integer of 1 or more");
  await expect(create({ every: 1, of: "y" })).rejects.toThrow('record.of: "y": must be "x" or "rates"');
  const network = await RateNetwork.create(good, { adapter: "cpu" });
  await expect(network.run(0.25)).rejects.toThrow("time: 0.25: must be a whole number of steps of 0.1, 0 or more");
  await expect(network.advance(-1)).rejects.toThrow("steps: -1: must be an integer of 0 or more");
  await expect(network.frames()).rejects.toThrow("nothing is recorded");
  await expect(network.read("y" as "x")).rejects.toThrow('of: "y": must be "x" or "rates"');
  const running = network.run(1);
  await expect(network.read()).rejects.toThrow("the rate network is busy");
  await running;
  network.destroy();
  await expect(network.read()).rejects.toThrow("destroyed");
});

test.each(["cpu", "software"] as const)("a network that leaves the finite numbers: which, and when; %s", async (adapter) => {
  const spec: RateSpec = {
    ...good,
    phi: "relu",
    initial: 1,
    input: 1,
    gain: [0.1, 1e30],
    coupling: { kind: "dense", values: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  };
  const network = await RateNetwork.create(spec, { adapter });
  const error = await network.run(10).then(
    () => undefined,
    (found: unknown) => found,
  );
  expect(error).toBeInstanceOf(StateDivergedError);
  expect(error).toMatchObject({ system: 1, time: 1.6 });
  expect((error as Error).message).toMatch(/^rate network, system 1: is not finite any more at time 1.6; take smaller/);
  await network.set(0);
  network.destroy();
});

test("a run is cancelled between two steps", async () => {
  const network = await RateNetwork.create(good, { adapter: "cpu" });
  const stop = new AbortController();
  stop.abort(new Error("enough"));
  await expect(network.run(1, { signal: stop.signal })).rejects.toThrow("enough");
  expect(network.step).toBe(0);
  network.destroy();
});
