/** Every model through the whole engine: the WGSL woven into the update kernel against the twins on the cpu executor. */
import { afterEach, describe, expect, it } from "vitest";
import type { Numbers } from "../../src/network/description.ts";
import type { UserModel } from "../../src/network/user-model.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { models } from "../../src/twins/neuron/index.ts";
import { field, type NeuronTwin } from "../../src/twins/neuron/model.ts";
import { type Adapter, closeAll, type Description, pairs, simulation } from "./networks.ts";

afterEach(closeAll);

/** mV a unit of weight does about the same in. */
const WEIGHT: Record<string, number> = { iaf_psc_delta: 1, iaf_cond_exp: 3, aeif_cond_exp: 6, izhikevich: 2, hh_psc_alpha: 200 };
const RHEOBASE: Record<string, number> = { izhikevich: 6, aeif_cond_exp: 700, hh_psc_alpha: 650, iaf_cond_exp: 250 };

/** Neurons without connections: twelve with the defaults, twelve each with a parameter of its own, under every kind of drive. */
function driven(model: string): Description {
  const w = WEIGHT[model] ?? 60;
  const amplitude = RHEOBASE[model] ?? 380;
  const own: Readonly<Record<string, Numbers>> =
    model === "izhikevich" ? { a: { uniform: { low: 0.015, high: 0.03 } } } : { t_ref: { uniform: { low: 0.5, high: 4 } } };
  const inputs = ["same", "own"].flatMap(
    (target): NonNullable<Description["inputs"]> => [
      { kind: "poisson", target, rate: 3000, weight: w },
      { kind: "poisson", target, rate: 300, weight: -w },
      { kind: "current", target, amplitude: { uniform: { low: 0, high: amplitude } } },
      { kind: "step_current", target, times: [5, 25], amplitudes: [amplitude, -amplitude / 4] },
      { kind: "noise", target, mean: 0, std: amplitude / 5, interval: 0.5 },
    ],
  );
  const names = Object.keys(models[model].variables);
  return {
    seed: 5,
    populations: [
      { name: "same", size: 12, model },
      { name: "own", size: 12, model, params: own },
    ],
    inputs,
    record: [{ spikes: "same" }, { spikes: "own" }, ...["same", "own"].flatMap((state) => names.map((variable) => ({ state, variable })))],
  };
}

async function onBoth(d: Description, ms: number, given: readonly UserModel[] = []): Promise<readonly [Simulation, Simulation]> {
  const run = async (adapter: Adapter) => {
    const sim = await simulation(d, { adapter }, given);
    await sim.run(ms);
    return sim;
  };
  return [await run("cpu"), await run("software")];
}

describe("WGSL against twin", () => {
  it.each(Object.keys(models))("%s: the same spikes, every state variable close", async (model) => {
    const [cpu, software] = await onBoth(driven(model), 40);
    expect(pairs(cpu).length).toBeGreaterThan(20);
    expect(pairs(software)).toEqual(pairs(cpu));
    const theirs = software.traces();
    cpu.traces().forEach(({ variable, values }, t) => {
      let size = 0;
      let worst = 0;
      values.forEach((v, k) => {
        size = Math.max(size, Math.abs(v));
        worst = Math.max(worst, Math.abs(v - theirs[t].values[k]));
      });
      expect(size, `${variable} moves`).toBeGreaterThan(0);
      expect(worst, `${model} ${variable}`).toBeLessThan(3e-4 * size);
    });
  });
});

describe("options of a model", () => {
  it("izhikevich, legacy integration: cpu and software agree", async () => {
    const d = driven("izhikevich");
    const populations = d.populations.map((p) => ({ ...p, params: { ...p.params, consistent_integration: 0 } }));
    // An arrival is a current for one step there.
    const inputs = d.inputs?.map((input) => (input.kind === "poisson" ? { ...input, weight: 10 * input.weight } : input));
    const [cpu, software] = await onBoth({ ...d, populations, inputs }, 40);
    const plain = await simulation({ ...d, inputs });
    await plain.run(40);
    expect(pairs(cpu).length).toBeGreaterThan(10);
    expect(pairs(software)).toEqual(pairs(cpu));
    expect(pairs(plain)).not.toEqual(pairs(cpu));
  });
});

/** iaf_psc_exp_multisynapse as a user would write it: four exponential currents. */
const MULTI = `struct Params { leak: f32, P20: f32, I0: f32, d0: f32, d1: f32, d2: f32, d3: f32, p0: f32, p1: f32, p2: f32, p3: f32 }
struct State { V: f32, I0: f32, I1: f32, I2: f32, I3: f32 }

fn advance(p: Params, s: ptr<function, State>, drive: f32) {
  let I = p.p0 * (*s).I0 + p.p1 * (*s).I1 + p.p2 * (*s).I2 + p.p3 * (*s).I3;
  (*s).V += p.leak * (*s).V + I + p.P20 * (drive + p.I0);
  (*s).I0 *= p.d0;
  (*s).I1 *= p.d1;
  (*s).I2 *= p.d2;
  (*s).I3 *= p.d3;
}

fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 4>) {
  (*s).I0 += arrivals[0];
  (*s).I1 += arrivals[1];
  (*s).I2 += arrivals[2];
  (*s).I3 += arrivals[3];
}

fn crossed(p: Params, s: State, previous: State) -> bool { return s.V >= 15.0; }
fn reset(p: Params, s: ptr<function, State>) { (*s).V = 0.0; }
`;
const TAUS = [2, 20, 60, 100];
const [TAU_M, C] = [10, 250];

const f = Math.fround;
const multiTwin: NeuronTwin = (s) => {
  let spikes = 0;
  for (let i = 0; i < s.count; i++) {
    const V = s.state[0];
    let I = 0;
    for (let q = 0; q < 4; q++) I = f(I + f(field(s, 7 + q, i) * s.state[1 + q][i]));
    V[i] = f(V[i] + f(f(f(field(s, 0, i) * V[i]) + I) + f(field(s, 1, i) * f(s.drive[i] + field(s, 2, i)))));
    for (let q = 0; q < 4; q++) s.state[1 + q][i] = f(f(s.state[1 + q][i] * field(s, 3 + q, i)) + f(s.arrivals[q][i] * s.quantum[q]));
    if (V[i] < 15) continue;
    V[i] = 0;
    s.fired[spikes++] = i;
  }
  return spikes;
};

const multi: UserModel = {
  name: "multi",
  wgsl: MULTI,
  params: { I0: 0 },
  state: { V: 0, I0: 0, I1: 0, I2: 0, I3: 0 },
  receptors: ["a", "b", "c", "d"],
  derive: (p, dt) => {
    const fields: Record<string, number> = { I0: p.I0, leak: Math.expm1(-dt / TAU_M), P20: (-TAU_M / C) * Math.expm1(-dt / TAU_M) };
    TAUS.forEach((tau, q) => {
      const beta = (tau * TAU_M) / (TAU_M - tau);
      fields[`d${q}`] = Math.exp(-dt / tau);
      fields[`p${q}`] = tau === TAU_M ? (dt / C) * Math.exp(-dt / TAU_M) : (beta / C) * Math.exp(-dt / tau) * Math.expm1(dt / beta);
    });
    return fields;
  },
};

/** V after a current w exp(-t / tau) began, mV. */
function expPsp(w: number, tau: number, t: number): number {
  return t <= 0 ? 0 : ((w / C) * (Math.exp(-t / TAU_M) - Math.exp(-t / tau))) / (1 / tau - 1 / TAU_M);
}

describe("oracle 6: a user's model with four receptors", () => {
  const [delays, weights] = [
    [7, 5, 2, 1],
    [30, 50, 20, 10],
  ];
  const { derive: _d, ...described } = multi;
  const network: Description = {
    models: [described],
    populations: [
      { name: "pre", size: 1, model: "iaf_psc_delta" },
      { name: "post", size: 1, model: "multi" },
    ],
    inputs: [{ kind: "spikes", target: "pre", times: [1], neurons: [0], weight: 50 }],
    projections: multi.receptors.map((receptor, q) => ({
      source: "pre",
      target: "post",
      receptor,
      rule: "all_to_all" as const,
      weight: weights[q],
      delay: delays[q],
    })),
    record: [{ state: "post", variable: "V" }],
  };
  const check = (sim: Simulation) => {
    const { times, values } = sim.traces()[0];
    times.forEach((t, k) => {
      const exact = TAUS.reduce((sum, tau, q) => sum + expPsp(weights[q], tau, t - 1 - delays[q]), 0);
      expect(Math.abs(values[k] - exact)).toBeLessThan(2e-5);
    });
    expect(Math.max(...values)).toBeGreaterThan(1);
  };

  it.each(["cpu", "software"] as const)("as WGSL text on %s", async (adapter) => {
    const sim = await simulation(network, { adapter }, [multi]);
    expect(sim.adapterKind).toBe(adapter);
    await sim.run(40);
    check(sim);
  });

  // The same model in a text that the compiler does not take.
  const wgsl = MULTI.replace("fn reset(", "fn unused() { loop { break; } }\nfn reset(");
  const looped: Description = { ...network, models: [{ ...described, wgsl }] };
  it("with its twin on cpu, where the text cannot be compiled", async () => {
    const sim = await simulation(looped, { adapter: "cpu" }, [{ ...multi, twin: multiTwin }]);
    expect(sim.adapterKind).toBe("cpu");
    await sim.run(40);
    check(sim);
  });
  it("with neither, cpu is refused and auto takes the software adapter and says so", async () => {
    await expect(simulation(looped, { adapter: "cpu" }, [multi])).rejects.toThrow(
      /adapter.*"multi" cannot be compiled for the cpu \(line \d+: "loop"\) and has no twin/,
    );
    const sim = await simulation(looped, { adapter: "auto" }, [multi]);
    expect(sim.adapterKind).not.toBe("cpu");
    if (sim.adapterKind === "software") expect(sim.note).toMatch(/"multi" cannot be compiled.*software/);
    await sim.run(40);
    check(sim);
  });
});

describe("models side by side", () => {
  it("every built-in model and two of a user's in one network, connected: cpu and software agree", async () => {
    const names = Object.keys(models);
    const other = { ...multi, name: "other", wgsl: MULTI.replace("15.0", "5.0"), twin: undefined };
    const { derive: _a, ...first } = multi;
    const { derive: _b, twin: _c, ...second } = other;
    const d: Description = {
      models: [first, second],
      populations: [...names, "multi"].map((model) => ({ name: model, size: 30, model })),
      inputs: names.map((target) => ({ kind: "poisson" as const, target, rate: 9000, weight: (WEIGHT[target] ?? 60) * 1.5 })),
      projections: [
        ...names.map((source) => ({
          source,
          target: "multi",
          receptor: "b",
          rule: { fixed_indegree: { indegree: 3 } },
          weight: 20,
          delay: 0.5,
        })),
        { source: "multi", target: "iaf_psc_exp", rule: { pairwise_bernoulli: { p: 0.2 } }, weight: -30, delay: 1 },
      ],
    };
    const [cpu, software] = await onBoth(d, 50, [{ ...multi, twin: multiTwin }, other]);
    for (const n of Object.values(cpu.counts())) expect(n).toBeGreaterThan(0);
    expect(software.counts()).toEqual(cpu.counts());
  });

  it("a local name, a parameter or a case may be that of something at top level", async () => {
    const wgsl = `const HALF = 1u;
struct Params { rate: f32 }
struct State { V: f32 }
fn rate(rate: f32) -> f32 { let HALF: f32 = 0.5; return rate * HALF; }
fn pick(k: u32) -> f32 { switch (k) { case HALF: { return rate(2.0); } default: { return 7.0; } } }
fn advance(p: Params, s: ptr<function, State>, drive: f32) { (*s).V += p.rate * pick(1u); }
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 1>) { }
fn crossed(p: Params, s: State, previous: State) -> bool { return false; }
fn reset(p: Params, s: ptr<function, State>) { }
`;
    const model = { name: "shadow", wgsl, params: { rate: 3 }, state: { V: 0 }, receptors: ["x"] };
    const d: Description = {
      models: [model],
      populations: [{ name: "n", size: 1, model: "shadow" }],
      record: [{ state: "n", variable: "V" }],
    };
    const sim = await simulation(d, { adapter: "software" });
    await sim.run(0.3);
    expect([...sim.traces()[0].values]).toEqual([3, 6, 9]);
  });

  it("sixteen receptors, and not one more", async () => {
    const receptors = Array.from({ length: 16 }, (_, q) => `r${q}`);
    const sums = receptors.map((_, q) => `(*s).V += ${2 ** q}.0 * arrivals[${q}];`).join(" ");
    const wgsl = `struct Params { one: f32 }
struct State { V: f32 }
fn advance(p: Params, s: ptr<function, State>, drive: f32) { (*s).V = 0.0; }
fn receive(p: Params, s: ptr<function, State>, arrivals: array<f32, 16>) { ${sums} }
fn crossed(p: Params, s: State, previous: State) -> bool { return false; }
fn reset(p: Params, s: ptr<function, State>) { }
`;
    const wide = { name: "wide", wgsl, params: { one: 1 }, state: { V: 0 }, receptors };
    const d: Description = {
      models: [wide],
      populations: [{ name: "n", size: 1, model: "wide" }],
      inputs: receptors.map((receptor, q) => ({ kind: "spikes", target: "n", receptor, times: [1 + q / 10], neurons: [0], weight: 1 })),
      record: [{ state: "n", variable: "V" }],
    };
    const sim = await simulation(d, { adapter: "software" });
    await sim.run(4);
    expect([...sim.traces()[0].values.subarray(9, 25)]).toEqual(receptors.map((_, q) => 2 ** q));
    const more = { ...wide, receptors: [...receptors, "r16"], wgsl: wgsl.replace("array<f32, 16>", "array<f32, 17>") };
    await expect(simulation({ ...d, models: [more] }, { adapter: "software" })).rejects.toThrow(/models\[0\]\.receptors/);
  });
});
