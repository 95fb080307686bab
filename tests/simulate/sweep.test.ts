/** Many instances as one table. */
import { describe, expect, it } from "vitest";
import { CancelledError, InputError } from "../../src/errors.ts";
import { decodeNpz } from "../../src/io/npz.ts";
import { sweepCsv, sweepNpz } from "../../src/io/table.ts";
import type { NetworkDescription } from "../../src/network/description.ts";
import { Network } from "../../src/network/network.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { type Sweep, type SweepOptions, sweep } from "../../src/simulate/sweep.ts";
import { cvIsi } from "../../src/view/statistics.ts";

const base: NetworkDescription = {
  galvani: 1,
  dt: 0.1,
  seed: 3,
  populations: [
    { name: "E", size: 60, model: "iaf_psc_exp" },
    { name: "I", size: 15, model: "iaf_psc_exp", params: { I_e: 100 } },
  ],
  inputs: [
    { kind: "poisson", target: "E", rate: 9000, weight: 60, name: "drive" },
    { kind: "poisson", target: "I", rate: 9000, weight: 60, name: "my other drive" },
  ],
  projections: [
    { name: "E to I", source: "E", target: "I", rule: { fixed_indegree: { indegree: 20 } }, weight: 40, delay: 1.5 },
    { source: "I", target: "E", rule: { fixed_indegree: { indegree: 10 } }, weight: -80, delay: 0.8 },
  ],
};

const column = ({ columns }: Sweep, name: string) => {
  const found = columns.find((c) => c.name === name);
  if (!found) throw new Error(`no column ${name} in ${columns.map((c) => c.name).join(", ")}`);
  return [...found.values];
};

const run = (options: Partial<SweepOptions>) => sweep({ network: base, vary: { seed: [1] }, duration: 30, adapter: "cpu", ...options });

describe("sweep", () => {
  it.each(["cpu", "software"] as const)("%s: rates, CV, spikes and digest are those of each network alone", async (adapter) => {
    const vary = { seed: [1, 2 ** 40], "populations.E.params.I_e": [0, 150], 'inputs["my other drive"].rate': [7000] };
    const table = await run({ vary, warmup: 10, adapter });
    expect(table.instances).toBe(4);
    expect(table.columns.map(({ name }) => name)).toEqual([
      ...Object.keys(vary),
      "rate.E (Hz)",
      "rate.I (Hz)",
      "cv.E",
      "cv.I",
      "spikes",
      "digest",
      "error",
    ]);
    expect(column(table, "seed")).toEqual([1, 1, 2 ** 40, 2 ** 40]);
    expect(column(table, "populations.E.params.I_e")).toEqual([0, 150, 0, 150]);
    for (let k = 0; k < 4; k++) {
      const [E, I] = base.populations;
      const [drive, other] = base.inputs ?? [];
      const sim = await simulate(
        {
          ...base,
          seed: column(table, "seed")[k] as number,
          populations: [{ ...E, params: { I_e: [0, 150][k % 2] } }, I],
          inputs: [drive, { ...other, rate: 7000 } as typeof other],
        },
        // On the software adapter the same, slower: tests/simulate/batch.test.ts.
        { adapter: "cpu" },
      );
      await sim.run(10);
      sim.forget();
      await sim.run(30);
      expect(column(table, "digest")[k]).toBe(sim.digest);
      expect(column(table, "spikes")[k]).toBe(sim.counts().E + sim.counts().I);
      expect(column(table, "rate.E (Hz)")[k]).toBe(sim.rates().E);
      expect(column(table, "cv.E")[k]).toBeCloseTo(cvIsi(sim.spikes())[0].cv, 10);
      sim.destroy();
    }
    expect(new Set(column(table, "digest")).size).toBe(4);
  });

  it("zip; names and indices; texts and lists as values; more instances than one plan takes", async () => {
    const delays = Array.from({ length: 70 }, (_, k) => 0.1 * (k + 1));
    const vary = {
      'projections["E to I"].delay': delays,
      "projections[1].weight": delays.map((_, k) => -k),
      "populations[0].params.V_th": delays.map(() => ({ normal: { mean: -55, std: 1 } })),
      "populations.I.model": delays.map((_, k) => (k % 2 ? "iaf_psc_exp" : "iaf_psc_alpha")),
    };
    const shares: number[] = [];
    const table = await run({ vary, combine: "zip", duration: 25, onProgress: (share) => shares.push(share) });
    expect(table.instances).toBe(70);
    expect(table.batches).toBe(2);
    expect(column(table, "populations.I.model").slice(0, 2)).toEqual(["iaf_psc_alpha", "iaf_psc_exp"]);
    expect(column(table, "populations[0].params.V_th")[5]).toBe('{"normal":{"mean":-55,"std":1}}');
    expect(new Set(column(table, "digest")).size).toBeGreaterThan(35);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1);
  });

  it("a Network with its own model, a function of the point; dt may vary", async () => {
    const net = new Network({ dt: 0.1, seed: 5 });
    const wgsl = `struct Params { dt: f32, rise: f32 }
struct State { V: f32 }
fn advance(p: Params, s: ptr<function, State>, drive: f32) { (*s).V += p.rise * p.dt + drive; }
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) { (*s).V += arrivals[0]; }
fn crossed(p: Params, s: State, previous: State) -> bool { return s.V >= 1.0; }
fn reset(p: Params, s: ptr<function, State>) { (*s).V = 0.0; }`;
    net.model({ name: "ramp", wgsl, params: { rise: 0.1 }, state: { V: 0 }, receptors: ["in"] });
    net.population("R", 3, "ramp");
    const own = await sweep({ network: net, vary: { "populations.R.params.rise": [0.1, 0.2] }, duration: 60, adapter: "software" });
    expect(column(own, "spikes")).toEqual([15, 33]);
    const made = await run({
      network: ({ size, seed }) => ({
        ...base,
        seed: seed as number,
        populations: [{ ...base.populations[0], size: size as number }, base.populations[1]],
      }),
      vary: { size: [20, 30], seed: [1, 2] },
    });
    expect(column(made, "size")).toEqual([20, 20, 30, 30]);
    const steps = await run({ vary: { dt: [0.1, 0.2, 0.1], seed: [1, 1, 1] }, combine: "zip", duration: 20 });
    expect(steps.batches).toBe(2);
    const digests = column(steps, "digest");
    expect(digests[0]).toBe(digests[2]);
    expect(digests[0]).not.toBe(digests[1]);
  });

  it("an instance whose state runs away says so, and shows the time before", async () => {
    const table = await run({ vary: { "populations.E.params.I_e": [0, -1e9] } });
    expect(column(table, "error")[0]).toBe("");
    expect(column(table, "error")[1]).toMatch(/^population "E", step \d+: V of a neuron is not finite/);
    expect(column(table, "spikes")[0]).toBeGreaterThan(0);
  });

  it("cancelled", async () => {
    const abort = new AbortController();
    const progress = () => abort.abort();
    await expect(run({ duration: 1e6, signal: abort.signal, onProgress: progress })).rejects.toThrow(CancelledError);
  });
});

const WRONG: readonly (readonly [Partial<SweepOptions>, string])[] = [
  [{ vary: {} }, "vary: {}: must name something to vary"],
  [{ vary: { seed: [] } }, 'vary["seed"]: []: must be a list'],
  [{ vary: { "populations.X.size": [1] } }, 'vary["populations.X.size"]: "X": nothing of this name; names: E, I'],
  [{ vary: { "inputs.drife.rate": [1] } }, 'vary["inputs.drife.rate"]: "drife": nothing of this name; did you mean "drive"?'],
  [{ vary: { "projections[2].weight": [1] } }, 'vary["projections[2].weight"]: 2: there are 2, counted from 0'],
  [{ vary: { "projektions[0].weight": [1] } }, 'vary["projektions[0].weight"]: "projektions": is not there; did you mean "projections"?'],
  [{ vary: { "seed.x": [1] } }, 'vary["seed.x"]: 3: has nothing named "x" inside'],
  [{ vary: { "a..b": [1] } }, 'vary["a..b"]: "a..b": is no path'],
  [{ vary: { seeds: [1] } }, 'vary["seeds"]: 1: seeds: unknown key; did you mean "seed"?'],
  [{ vary: { seed: [1, -1] } }, 'vary["seed"]: -1: seed: '],
  [{ vary: { "populations.E.params.I_x": [1] } }, 'vary["populations.E.params.I_x"]: 1: populations[0].params.I_x: '],
  [{ vary: { seed: [1], "inputs.drive.rate": [5, "fast"] } }, 'vary["inputs.drive.rate"]: "fast": inputs[0].rate: '],
  [
    { vary: { "populations.E.params.V_reset": [-50], seed: [1] } },
    'vary["populations.E.params.V_reset"]: -50: populations[0].params.V_reset',
  ],
  [{ vary: { seed: [1, 2], dt: [0.1] }, combine: "zip" }, 'vary["dt"]: 1: values, but "seed" has 2'],
  [{ vary: { seed: new Array(2000).fill(1), dt: new Array(2000).fill(0.1) } }, "vary: 4000000: instances are too many"],
  [{ combine: "both" as "zip" }, 'combine: "both": must be grid or zip'],
  [{ duration: 0 }, "duration: 0: must be above 0"],
  [{ warmup: -1 }, "warmup: -1: must be 0 ms or more"],
];

describe("a wrong sweep is one error that names the place", () => {
  it.each(WRONG)("%j", async (options, message) => {
    const error = await run(options).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).message).toContain(message);
  });
});

describe("files", () => {
  const table = {
    instances: 2,
    columns: [
      { name: "seed", values: Float64Array.of(1, 2 ** 53 - 1) },
      { name: 'a "b", c', values: ["plain", 'with "quotes", commas\nand lines'] },
      { name: "cv", values: Float64Array.of(Number.NaN, 0.1) },
    ],
  };

  it("CSV as RFC 4180 has it", () => {
    expect(sweepCsv(table)).toBe('seed,"a ""b"", c",cv\r\n1,plain,\r\n9007199254740991,"with ""quotes"", commas\nand lines",0.1\r\n');
  });

  it(".npz with an array a column", () => {
    const arrays = decodeNpz(sweepNpz(table));
    expect([...arrays.seed.data]).toEqual([1, 2 ** 53 - 1]);
    expect(arrays['a "b", c'].data).toEqual(table.columns[1].values);
    expect([...arrays.cv.data]).toEqual([Number.NaN, 0.1]);
    expect(arrays.columns.data).toEqual(["seed", 'a "b", c', "cv"]);
  });
});
