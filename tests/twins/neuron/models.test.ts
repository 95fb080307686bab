import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { models } from "../../../src/twins/neuron/index.ts";
import type { NeuronModel } from "../../../src/twins/neuron/model.ts";
import { drive, parametersOf, random, train } from "./drive.ts";

const all = Object.values(models);

/** Weights and currents that make each model spike often, and a choice of parameters to vary with the factors to vary them by. */
const scenes: Record<string, { I: number; weight: number; vary: readonly string[] }> = {
  iaf_psc_exp: { I: 400, weight: 200, vary: ["tau_m", "C_m", "tau_syn_ex", "tau_syn_in", "V_reset", "t_ref", "I_e"] },
  iaf_psc_delta: { I: 400, weight: 3, vary: ["tau_m", "C_m", "V_reset", "t_ref", "refractory_input", "I_e"] },
  iaf_psc_alpha: { I: 400, weight: 200, vary: ["tau_m", "C_m", "tau_syn_ex", "tau_syn_in", "V_reset", "t_ref", "I_e"] },
  iaf_cond_exp: { I: 300, weight: 30, vary: ["g_L", "C_m", "tau_syn_ex", "tau_syn_in", "E_in", "t_ref", "I_e"] },
  aeif_cond_exp: { I: 900, weight: 60, vary: ["g_L", "C_m", "tau_w", "a", "b", "tau_syn_ex", "Delta_T", "t_ref", "I_e"] },
  izhikevich: { I: 10, weight: 3, vary: ["a", "b", "c", "d", "I_e"] },
  hh_psc_alpha: { I: 800, weight: 300, vary: ["g_Na", "g_K", "tau_syn_ex", "t_ref", "I_e"] },
};

/** The names of the fields of a struct in WGSL text. */
function fieldsOf(text: string, struct: string): string[] {
  const body = new RegExp(`struct ${struct} \\{([^}]*)\\}`).exec(text)?.[1] ?? "";
  const lines = body.split("\n").map((line) => line.replace(/\/\/.*/, "").trim());
  return lines.filter(Boolean).map((line) => {
    expect(line).toMatch(/^\w+: f32,$/);
    return line.slice(0, line.indexOf(":"));
  });
}

describe.each(all)("$name", (model: NeuronModel) => {
  const scene = scenes[model.name];

  it("names the same fields in WGSL, in the lists and in what it derives", () => {
    const file = new URL(`../../../shaders/neuron/${model.name}.wgsl`, import.meta.url);
    const text = readFileSync(file, "utf8");
    expect(fieldsOf(text, "Params")).toEqual(model.paramFields);
    expect(fieldsOf(text, "State")).toEqual(model.stateFields);
    const derived = model.derive(parametersOf(model), 0.1);
    expect(Object.keys(derived)).toEqual(model.paramFields);
    for (const x of Object.values(derived)) expect(Number.isFinite(Math.fround(x))).toBe(true);
    for (const { field, plus } of Object.values(model.variables)) {
      expect(model.stateFields).toContain(field);
      if (plus) expect(Object.keys(model.parameters)).toContain(plus);
    }
    expect(text).toContain(`arrivals: array<f32, ${model.receptors.length}>`);
  });

  it("takes its defaults and refuses what cannot be", () => {
    const p = parametersOf(model);
    expect(model.check?.(p)).toBeUndefined();
    for (const name of ["C_m", "tau_m", "tau_syn_ex"]) {
      if (name in p) expect(model.check?.({ ...p, [name]: 0 })?.[0]).toBe(name);
    }
    const [reset, bound] = "c" in p ? ["c", p.V_th] : ["V_reset", p.V_peak ?? p.V_th];
    if (reset in p) expect(model.check?.({ ...p, [reset]: bound })?.[0]).toBe(reset);
  });

  it("is the same to the bit for neurons of one population with arrays and for each alone with scalars", () => {
    const count = 6;
    const steps = 1500;
    const next = random(9);
    const { t_ref: _, ...defaults } = parametersOf(model);
    const vary = (name: string): number[] =>
      Array.from({ length: count }, (_, i) => {
        if (name === "I_e") return scene.I * (1 + next());
        if (name === "t_ref") return i % 3;
        if (name === "refractory_input") return i % 2;
        return defaults[name] * (0.9 + 0.2 * next());
      });
    const params = Object.fromEntries(scene.vary.map((name) => [name, vary(name)]));
    const trains = Array.from({ length: count }, (_, i) => train(steps, 0.05, 20 + i, (u) => scene.weight * (2 * u - 0.6)));
    const current = (k: number, i: number) => ((k >> 6) % 2 ? 0.1 * scene.I * i : 0);
    const together = drive(model, {
      count,
      dt: 0.1,
      steps,
      params,
      current,
      arrivals: (k, send) =>
        trains.forEach((t, i) => {
          send(i, t[k]);
        }),
    });
    for (let i = 0; i < count; i++) {
      const alone = drive(model, {
        dt: 0.1,
        steps,
        params: Object.fromEntries(Object.entries(params).map(([name, x]) => [name, x[i]])),
        current: (k) => current(k, i),
        arrivals: (k, send) => send(0, trains[i][k]),
      });
      expect(alone.spikes[0]).toEqual(together.spikes[i]);
      expect(alone.state.map((s) => s[0])).toEqual(together.state.map((s) => s[i]));
    }
    expect(together.spikes.filter((s) => s.length > 2).length).toBeGreaterThan(3);
  });

  if ("t_ref" in model.parameters) {
    it.each([0.1, 0.2, 0.5, 1])("7: is held for round(t_ref / dt) updates after its spike, dt %d", (dt) => {
      for (const t_ref of [1.7, 3]) {
        const hold = Math.round(t_ref / dt);
        // So strong a current that the first free update fires again (Hodgkin-Huxley has no reset: see below).
        if (model.name === "hh_psc_alpha") continue;
        const params = { t_ref, I_e: 400 * scene.I };
        const { spikes, trace } = drive(model, { dt, steps: 8 * (hold + 1), params, record: ["V_m"] });
        for (let j = 1; j < spikes[0].length; j++) expect(spikes[0][j] - spikes[0][j - 1]).toBe(hold + 1);
        expect(spikes[0].length).toBeGreaterThan(5);
        const reset = parametersOf(model).V_reset;
        for (let k = 1; k <= hold; k++) expect(trace.V_m[0][spikes[0][0] + k]).toBeCloseTo(reset, 4);
      }
    });
  }
});

describe("hh_psc_alpha", () => {
  it("7: reports no maximum within t_ref of a spike, V running on", () => {
    const params = { I_e: 1000 };
    const run = (t_ref: number) => drive(models.hh_psc_alpha, { dt: 0.1, steps: 2000, params: { ...params, t_ref }, record: ["V_m"] });
    const free = run(0);
    const [first, second, third] = free.spikes[0];
    const every = run((second - first) * 0.1 - 0.1);
    expect(every.spikes[0]).toEqual(free.spikes[0]);
    // Held for exactly as many updates as there are to the next maximum: it is passed over, the one after it is not.
    const skipping = run((second - first) * 0.1);
    expect(skipping.spikes[0].slice(0, 2)).toEqual([first, third]);
    expect(skipping.trace.V_m[0]).toEqual(free.trace.V_m[0]);
  });
});
