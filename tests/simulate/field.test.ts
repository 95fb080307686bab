/** Fields in a run of a network: against the field alone, against currents given otherwise, against spikes counted by hand. */
import { afterEach, describe, expect, it } from "vitest";
import { compileField } from "../../src/field/compile.ts";
import { FieldSimulation, fieldProgram } from "../../src/field/simulation.ts";
import type { FieldSpec } from "../../src/field/spec.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { all, coupled, N, outcome, WAVE } from "./coupled.ts";
import { ADAPTERS, closeAll, type Description, simulation } from "./networks.ts";

afterEach(closeAll);

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

  it("a field that leaves the finite range ends the run", async () => {
    const sim = await simulation(coupled({ couplings: [{ kind: "source", field: "u", population: "E", gain: 3e37 }] }), { adapter });
    await expect(sim.run(20)).rejects.toThrow(/^field "u", step 4: a value is not finite/);
    await sim.reset();
    expect((await sim.readField("u"))[4]).toBe(1);
  });
});

describe("cpu", () => {
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
});
