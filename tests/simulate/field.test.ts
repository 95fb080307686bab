/** Fields in a run of a network: against the field alone, against currents given otherwise, against spikes counted by hand; and the same however it is cut. */
import { afterEach, describe, expect, it } from "vitest";
import { compileField } from "../../src/field/compile.ts";
import { FieldSimulation, fieldProgram } from "../../src/field/simulation.ts";
import type { FieldSpec } from "../../src/field/spec.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/io/checkpoint.ts";
import type { NetworkDescription } from "../../src/network/description.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { ADAPTERS, closeAll, type Description, simulation } from "./networks.ts";

afterEach(closeAll);

const N = 12;
/** A travelling hump; steps of half a ms. */
const WAVE: FieldSpec = {
  model: "klein-gordon",
  sizes: [N],
  length: 6,
  dt: 0.5,
  speed: 0.4,
  mass: 0.3,
  damping: 0.02,
  initial: { phi: Array.from({ length: N }, (_, x) => Math.exp(-((x - 4) ** 2) / 3)) },
};

/** The variables of a field in float64 after each of its steps, and at the beginning; `input` is written before each step. */
async function oracle(spec: FieldSpec, steps: number, variable: string, input?: (step: number) => Float32Array): Promise<Float64Array[]> {
  const field = compileField(spec);
  const program = new CpuProgram(fieldProgram(field), "f64");
  const { buffer } = field.variables[variable];
  const frames = [Float64Array.from(program.view(buffer))];
  for (let k = 0; k < steps; k++) {
    if (input) program.write(field.inputs[variable].buffer, input(k));
    await program.run("step");
    frames.push(Float64Array.from(program.view(buffer)));
  }
  return frames;
}

/** A value between the points of a line that closes on itself. */
function between(values: ArrayLike<number>, point: number): number {
  const low = Math.floor(point);
  const part = point - low;
  return (1 - part) * values[low % values.length] + part * values[(low + 1) % values.length];
}

/** Regular and irregular spikers, coupled both ways with a field, windows shorter than the field's steps, and a second field that only listens. */
function coupled(extra: Partial<Description> = {}): Description {
  return {
    populations: [
      { name: "E", size: 30, model: "iaf_psc_exp", initial: { V_m: { uniform: { low: -70, high: -56 } } } },
      { name: "I", size: 10, model: "iaf_psc_exp" },
    ],
    inputs: [
      { kind: "poisson", target: "E", rate: 7000, weight: 60, name: "drive" },
      { kind: "noise", target: "I", mean: 700, std: 60, interval: 0.3 },
    ],
    projections: [
      { source: "E", target: "I", rule: { pairwise_bernoulli: { p: 0.3 } }, weight: 50, delay: { uniform: { low: 0.3, high: 2 } } },
      { source: "I", target: "E", rule: { fixed_indegree: { indegree: 3 } }, weight: -80, delay: 0.8 },
    ],
    fields: [
      { name: "u", ...WAVE },
      {
        name: "heard",
        model: "klein-gordon",
        sizes: [5, 4],
        length: [10, 8],
        dt: 1.5,
        speed: 0.5,
        mass: 0.2,
        damping: 0.05,
        noise: 0.02,
        seed: 5,
      },
    ],
    couplings: [
      { kind: "drive", field: "u", population: "E", gain: 300 },
      { kind: "drive", field: "u", population: "I", gain: -30, positions: [0, 0.7, 1.9, 2, 3.3, 5.9, 4, 4, 6.1, -0.2] },
      { kind: "source", field: "u", population: "E", gain: 0.004 },
      { kind: "source", field: "heard", population: "E", gain: 0.001, positions: Array.from({ length: 60 }, (_, k) => (k * 1.37) % 9) },
      { kind: "source", field: "heard", population: "I", gain: -0.002, positions: Array.from({ length: 20 }, (_, k) => (k * 0.73) % 8) },
    ],
    record: [
      { spikes: "E" },
      { spikes: "I" },
      { state: "E", variable: "V_m", every: 7, neurons: [1, 2] },
      { field: "u", every: 1 },
      { field: "heard" },
    ],
    ...extra,
  };
}

/** Everything a run leaves behind, and the whole state. */
async function all(sim: Simulation) {
  const { arrays, plastic, step } = await sim.save();
  return { digest: sim.digest, counts: sim.counts(), step, arrays, plastic, frames: sim.fieldFrames(), traces: sim.traces() };
}

async function outcome(ms: readonly number[], options: SimulationOptions = {}, description = coupled()) {
  const sim = await simulation(description, options);
  for (const part of ms) await sim.run(part);
  return all(sim);
}

describe.each(ADAPTERS)("%s", (adapter) => {
  it("a field that nobody feeds goes as it goes alone; frames and windows shorter than its steps", async () => {
    const sim = await simulation(
      {
        populations: [{ name: "E", size: 7, model: "iaf_psc_exp", params: { I_e: 400 } }],
        projections: [{ source: "E", target: "E", rule: "all_to_all", weight: 10, delay: 0.2 }],
        fields: [{ name: "u", ...WAVE }],
        couplings: [{ kind: "drive", field: "u", population: "E", gain: 50 }],
        record: [
          { field: "u", every: 1 },
          { field: "u", variable: "velocity" },
          { field: "u", every: 2.5 },
        ],
      },
      { adapter },
    );
    expect(sim.windowSteps).toBe(2);
    await sim.run(3.3);
    await sim.run(7);
    const alone = await FieldSimulation.create(WAVE, { adapter, record: { every: 1 } });
    await alone.advance(20);
    const { values } = await alone.frames();
    expect(await sim.readField("u")).toEqual(await alone.read());
    expect(await sim.readField("u", "velocity")).toEqual(await alone.read("velocity"));
    const [phi, velocity, seldom] = sim.fieldFrames();
    expect([...seldom.values]).toEqual([5, 10, 15, 20].flatMap((step) => [...values[step - 1]]));
    expect([...phi.times].map((ms) => Math.round(10 * ms))).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
    expect([...phi.values]).toEqual(values.filter((_, k) => k % 2 === 1).flatMap((frame) => [...frame]));
    expect(velocity.times.length).toBe(20);
    expect(velocity.values.slice(19 * N)).toEqual(await alone.read("velocity"));
    expect(sim.fields[0]).toEqual({ name: "u", model: "klein-gordon", sizes: [N], lengths: [6], dt: 0.5, variables: ["phi", "velocity"] });
    alone.destroy();
  });

  it("drives neurons as a current that changes with its steps", async () => {
    const positions = [0, 0.5, 0.3, 2.2, 5.9, -1];
    const steps = 40;
    const frames = await oracle(WAVE, steps, "phi");
    const params = { I_e: 330 };
    const sim = await simulation(
      {
        populations: [
          { name: "E", size: 6, model: "iaf_psc_exp", params },
          ...positions.map((_, i) => ({ name: `given ${i}`, size: 1, model: "iaf_psc_exp", params })),
        ],
        inputs: positions.map((position, i) => ({
          kind: "step_current" as const,
          target: `given ${i}`,
          times: frames.slice(0, steps).map((_, k) => 0.5 * k),
          amplitudes: frames.slice(0, steps).map((frame) => 4000 * between(frame, ((position + 6) % 6) / 0.5)),
        })),
        fields: [{ name: "u", ...WAVE }],
        couplings: [{ kind: "drive", field: "u", population: "E", gain: 4000, positions }],
        record: [{ state: "E", variable: "V_m" }, ...positions.map((_, i) => ({ state: `given ${i}`, variable: "V_m" })), { spikes: "E" }],
      },
      { adapter },
    );
    await sim.run(20);
    const [driven, ...given] = sim.traces();
    let largest = 0;
    given.forEach(({ values }, i) => {
      values.forEach((v, k) => {
        largest = Math.max(largest, Math.abs(driven.values[k * positions.length + i] - v));
      });
    });
    expect(largest).toBeLessThan(5e-4);
    const v = driven.values;
    expect(Math.max(...v) - Math.min(...v)).toBeGreaterThan(5);
    expect(sim.counts().E).toBeGreaterThan(0);
  });

  it("takes in the spikes of each of its steps, place by place, from two populations and a constant", async () => {
    const spec: FieldSpec = { ...WAVE, initial: { phi: 0 }, input: { phi: Array.from({ length: N }, (_, x) => 0.01 * x) } };
    const positions = Array.from({ length: 25 }, (_, i) => (i * 0.77) % 6);
    const sim = await simulation(
      {
        populations: [
          { name: "irregular", size: 25, model: "iaf_psc_exp" },
          { name: "regular", size: 30, model: "iaf_psc_exp", params: { I_e: { uniform: { low: 500, high: 900 } } } },
        ],
        inputs: [{ kind: "poisson", target: "irregular", rate: 15000, weight: 60 }],
        fields: [{ name: "u", ...spec }],
        couplings: [
          { kind: "source", field: "u", population: "irregular", gain: 0.003, positions },
          { kind: "source", field: "u", population: "regular", gain: -0.001 },
        ],
      },
      { adapter },
    );
    await sim.run(30);
    const { step, neuron } = sim.spikes();
    expect(step.length).toBeGreaterThan(60);
    const places = [
      ...positions.map((x) => Math.round(x / 0.5) % N),
      ...Array.from({ length: 30 }, (_, i) => Math.round((i * N) / 30) % N),
    ];
    const at = (first: number, last: number, x: number) => places.slice(first, last).filter((place) => place === x).length;
    const frames = await oracle(spec, 60, "phi", (k) => {
      const input = Float64Array.from({ length: N }, (_, x) => 0.01 * x);
      step.forEach((s, e) => {
        if (Math.floor(s / 5) !== k) return;
        const x = places[neuron[e]];
        // Mean rate, Hz, of the neurons there in half a ms.
        input[x] += neuron[e] < 25 ? (0.003 * 2000) / at(0, 25, x) : (-0.001 * 2000) / at(25, 55, x);
      });
      return Float32Array.from(input);
    });
    const phi = await sim.readField("u");
    const most = Math.max(...frames[60].map(Math.abs));
    expect(most).toBeGreaterThan(0.1);
    phi.forEach((value, x) => {
      expect(Math.abs(value - frames[60][x])).toBeLessThan(2e-5 * most);
    });
  });

  it("any cutting of the run, any submit length, windows and pages", async () => {
    // Each window of one step is a submit's worth of dispatches: fewer of them on the software adapter.
    const rest = adapter === "cpu" ? 11.2 : 0;
    const one = await outcome([12.2 + rest], { adapter });
    expect(one.counts.E).toBeGreaterThan(10);
    expect(one.counts.I).toBeGreaterThan(2);
    expect(await outcome([0.1, 0, 4.6, 7.2, 0.3, rest], { adapter, submitMs: 0.001 })).toEqual(one);
    const cut = { adapter, windowSteps: adapter === "cpu" ? 1 : 2, pageBytes: 1024, submitMs: 100 };
    expect(await outcome([5.1, 7.1 + rest], cut)).toEqual(one);
  }, 120_000);

  it("save, bytes, load into a fresh simulation, go on, in the middle of a step of the field; reset repeats", async () => {
    const whole = await simulation(coupled(), { adapter });
    const first = await simulation(coupled(), { adapter });
    await whole.run(12);
    await first.run(5.3);
    const bytes = encodeCheckpoint(await first.save());
    const second = await simulation(coupled(), { adapter });
    await second.run(1);
    await second.load(decodeCheckpoint(bytes, "memory"));
    await second.run(6.7);
    const [a, b] = [await whole.save(), await second.save()];
    expect(b.arrays).toEqual(a.arrays);
    expect(b.plastic).toEqual(a.plastic);
    const [wholeFrames, laterFrames] = [whole.fieldFrames()[1], second.fieldFrames()[1]];
    expect(laterFrames.times[0]).toBeCloseTo(6, 9);
    expect(wholeFrames.values.slice(-laterFrames.values.length)).toEqual(laterFrames.values);
    const before = await all(whole);
    await whole.reset();
    expect((await whole.readField("u"))[4]).toBe(1);
    await whole.run(12);
    expect(await all(whole)).toEqual(before);
  }, 120_000);

  it("fields that share scratch, the longest first: saved, loaded and reset", async () => {
    const waves = [60, 24].map((n, f) => {
      const u = Array.from({ length: n }, (_, x) => Math.sin((2 * Math.PI * x) / n));
      return { name: `line ${f}`, model: "burgers" as const, sizes: [n], length: 6, dt: 0.1, viscosity: 0.1, initial: { u } };
    });
    const sim = await simulation({ populations: [{ name: "E", size: 2, model: "iaf_psc_exp" }], fields: waves }, { adapter });
    const lines = async () => [await sim.readField("line 0"), await sim.readField("line 1")];
    await sim.run(0.6);
    const saved = await sim.save();
    expect(Object.keys(saved.plastic).filter((name) => !/^field[01] /.test(name))).toEqual([]);
    await sim.run(0.6);
    const there = await lines();
    for (const [f, spec] of waves.entries()) {
      const alone = await FieldSimulation.create(spec, { adapter });
      await alone.advance(12);
      expect(there[f]).toEqual(await alone.read());
      alone.destroy();
    }
    await sim.reset();
    await sim.run(1.2);
    expect(await lines()).toEqual(there);
    await sim.load(saved);
    await sim.run(0.6);
    expect(await lines()).toEqual(there);
  }, 120_000);

  it("what is set between steps of a field leaves its currents as they are", async () => {
    const plain = await simulation(coupled(), { adapter });
    const sim = await simulation(coupled(), { adapter });
    await plain.run(15);
    await sim.run(7.2);
    await sim.set("E", { I_e: 0 });
    await sim.setInput("drive", { rate: 7000 });
    await sim.run(7.8);
    expect(sim.digest).toBe(plain.digest);
    expect(await sim.readField("u")).toEqual(await plain.readField("u"));
  });

  it("a field that leaves the finite range ends the run", async () => {
    const sim = await simulation(coupled({ couplings: [{ kind: "source", field: "u", population: "E", gain: 3e37 }] }), { adapter });
    await expect(sim.run(20)).rejects.toThrow(/^field "u", step 4: a value is not finite/);
    await sim.reset();
    expect((await sim.readField("u"))[4]).toBe(1);
  });
});

describe("cpu", () => {
  it("two threads do what one does", async () => {
    const one = await outcome([23.4], { threads: 1 });
    expect(await outcome([23.4], { threads: 2 })).toEqual(one);
    expect(await outcome([5.3, 18.1], { threads: 2, submitMs: 0.001, windowSteps: 2 })).toEqual(one);
  });

  it("goes with plastic synapses and their clocks", async () => {
    const plastic = coupled();
    const description: Description = {
      ...plastic,
      projections: [
        ...(plastic.projections ?? []),
        {
          ...{ name: "learning", source: "E", target: "E", rule: { fixed_indegree: { indegree: 5 } }, weight: 30, delay: 1 },
          plasticity: { rule: "stdp_synapse", params: { Wmax: 60 }, normalise: { sum: 150, every: 0.7 } },
        },
      ],
    };
    const one = await outcome([19], {}, description);
    expect(one.counts.E).toBeGreaterThan(20);
    expect(await outcome([4.4, 14.6], { windowSteps: 1, threads: 2 }, description)).toEqual(one);
  });

  it("the same spikes as on the software adapter, the field within rounding", async () => {
    const [cpu, software] = [await outcome([15]), await outcome([15], { adapter: "software" })];
    expect(software.digest).toBe(cpu.digest);
    cpu.frames[0].values.forEach((value, k) => {
      expect(Math.abs(software.frames[0].values[k] - value)).toBeLessThan(1e-4);
    });
  });

  it("takes in and drives by the variables of a sheet of two populations, on one thread and on two", async () => {
    const hat = { kind: "difference_of_gaussians", excitation: 1.2, excitation_width: 1, inhibition: 0.3, inhibition_width: 2 } as const;
    const decay = { kind: "exponential", strength: 0.4, width: 1 } as const;
    const sheet: FieldSpec = {
      ...{ model: "wilson-cowan", sizes: [6, 4], length: [6, 4], dt: 1 },
      ...{ excitatory: { tau: 10, gain: 1.3, threshold: 4 }, inhibitory: { tau: 15, gain: 2, threshold: 3.7 } },
      kernels: { EE: hat, EI: hat, IE: decay, II: decay },
      ...{ initial: { E: 0.2, I: Array.from({ length: 24 }, (_, k) => k / 100) }, input: { I: 0.3 } },
    };
    const description: Description = {
      populations: [
        { name: "A", size: 24, model: "iaf_psc_exp", params: { I_e: { uniform: { low: 400, high: 700 } } } },
        { name: "B", size: 96, model: "iaf_psc_exp", params: { I_e: { uniform: { low: 380, high: 600 } } } },
        { name: "C", size: 24, model: "iaf_psc_exp", params: { I_e: 370, V_th: 0 } },
      ],
      fields: [{ name: "sheet", ...sheet }],
      couplings: [
        { kind: "source", field: "sheet", population: "A", gain: 0.01, variable: "I" },
        { kind: "source", field: "sheet", population: "B", gain: 0.02 },
        { kind: "drive", field: "sheet", population: "C", gain: 500, variable: "I" },
      ],
      record: [{ spikes: "A" }, { spikes: "B" }, { state: "C", variable: "V_m" }, { field: "sheet", variable: "I" }],
    };
    const sim = await simulation(description, { threads: 1 });
    await sim.run(30);
    const { step, neuron } = sim.spikes();
    expect(step.length).toBeGreaterThan(100);
    const frames = await oracle({ ...sheet, input: { E: 0, I: 0.3 } } as FieldSpec, 30, "E", (k) => {
      // (places x 2): E, then I of each.
      const input = new Float64Array(48).map((_, i) => (i % 2 === 0 ? 0 : 0.3));
      step.forEach((s, e) => {
        if (Math.floor(s / 10) !== k) return;
        const n = neuron[e];
        if (n < 24) input[2 * n + 1] += 0.01 * 1000;
        else {
          // Rows of 8 neurons over 4 points: two rows and two columns a point, the odd ones half way to the next.
          const [row, column] = [Math.floor((n - 24) / 8), (n - 24) % 8];
          input[2 * ((Math.round(row / 2) % 6) * 4 + (Math.round(column / 2) % 4))] += (0.02 * 1000) / 4;
        }
      });
      return Float32Array.from(input);
    });
    const [E, I] = [await sim.readField("sheet"), await sim.readField("sheet", "I")];
    for (let x = 0; x < 24; x++) {
      expect(E[x]).toBeCloseTo(frames[30][2 * x], 5);
      expect(I[x]).toBeCloseTo(frames[30][2 * x + 1], 5);
    }
    expect(sim.fieldFrames()[0].values.slice(-24)).toEqual(I);
    // C is at the grid's own points: its potential is the sum over a current that changes once a ms.
    const [trace] = sim.traces();
    let v = 0;
    for (let k = 0; k < 300; k++)
      v += (Math.exp(-0.01) - 1) * v + (10 / 250) * (1 - Math.exp(-0.01)) * (370 + 500 * frames[Math.floor(k / 10)][2 * 13 + 1]);
    expect(trace.values[299 * 24 + 13]).toBeCloseTo(-70 + v, 3);
    expect(await outcome([7.3, 22.7], { threads: 2 }, description)).toEqual(await all(sim));
  });

  it("noise follows from the network's seed, or from the field's own; two fields have different noise", async () => {
    const noisy = { ...WAVE, noise: 1, initial: {} };
    const values = async (seed: number, own: object) => {
      const fields = ["u", "v"].map((name) => ({ name, ...noisy, ...own }));
      const sim = await simulation({ seed, populations: [{ name: "E", size: 1, model: "iaf_psc_exp" }], fields });
      await sim.run(2);
      return [[...(await sim.readField("u"))], [...(await sim.readField("v"))]];
    };
    const one = await values(1, {});
    expect(one[0]).not.toEqual(one[1]);
    expect(await values(2, {})).not.toEqual(one);
    expect(await values(2, { seed: 1 })).toEqual(one);
  });

  it("profiles name the field's stages", async () => {
    const sim = await simulation(coupled());
    const { parts } = await sim.profile(5);
    const labels = parts.map(({ label }) => label);
    expect(labels).toEqual(expect.arrayContaining(["update", "field u", "field heard", "spikes into fields", "frames of u"]));
  });
});

describe("refused", () => {
  const base = (): NetworkDescription => ({ galvani: 1, dt: 0.1, seed: 1, ...coupled() }) as NetworkDescription;

  it("by a single workgroup", async () => {
    await expect(simulation(coupled(), { resident: true })).rejects.toThrow(/^resident: true: the network has fields/);
  });

  it("side by side", async () => {
    const { sweep } = await import("../../src/simulate/sweep.ts");
    const wanted = { network: base(), vary: { seed: [1, 2] }, duration: 10, adapter: "cpu" as const };
    await expect(sweep(wanted)).rejects.toThrow(/^fields: "u": networks with fields do not run side by side/);
  });

  it("a checkpoint without the fields", async () => {
    const sim = await simulation(coupled());
    const saved = await sim.save();
    const { "field0 phi": _, ...others } = saved.plastic;
    await expect(sim.load({ ...saved, plastic: others })).rejects.toThrow(
      /^checkpoint\.plastic\["field0 phi"\]: undefined: must have 12 values/,
    );
  });

  it("names that are none", async () => {
    const sim = await simulation(coupled());
    await expect(sim.readField("v")).rejects.toThrow(/^readField: "v": no field of this name/);
    await expect(sim.readField("u", "constructor")).rejects.toThrow(/"constructor": no variable of "u" of this name/);
    await expect(sim.readField("u", "velocty")).rejects.toThrow(/no variable of "u" of this name; did you mean "velocity"/);
  });
});
