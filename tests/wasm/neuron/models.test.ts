import { describe, expect, it } from "vitest";
import { models } from "../../../src/twins/neuron/index.ts";
import { compiled, type Scene, twinned } from "./population.ts";

/** Weights, currents, states and parameters among which every model spikes and rests, and those to vary. */
const scenes: Record<string, Omit<Scene, "count" | "steps">> = {
  iaf_psc_exp: scene("iaf_psc_exp", 300, 400, ["tau_m", "C_m", "tau_syn_ex", "V_reset", "t_ref", "I_e"]),
  iaf_psc_delta: scene("iaf_psc_delta", 6, 400, ["tau_m", "C_m", "V_reset", "t_ref", "refractory_input"]),
  iaf_psc_alpha: scene("iaf_psc_alpha", 300, 400, ["tau_m", "C_m", "tau_syn_ex", "V_reset", "t_ref", "I_e"]),
  iaf_cond_exp: scene("iaf_cond_exp", 60, 400, ["g_L", "C_m", "tau_syn_ex", "E_in", "t_ref", "I_e"]),
  izhikevich: scene("izhikevich", 6, 30, ["a", "b", "c", "d"]),
  "izhikevich, legacy integration,": { ...scene("izhikevich", 6, 30, ["a", "b", "c", "d"]), params: { consistent_integration: 0 } },
};

function scene(name: string, weight: number, current: number, vary: readonly string[]): Omit<Scene, "count" | "steps"> {
  const initial = (field: string, u: number): number => {
    if (field === "V") return (name === "izhikevich" ? 95 : 0) - 0.5 * u ** 4;
    if (field === "r") return Math.max(0, Math.floor(8 * u) - 4);
    return u < 0.1 ? 0 : 100 * u - 20;
  };
  return { model: models[name], weight, current, vary, initial };
}

describe.each(Object.keys(scenes))("%s compiled", (name) => {
  const all = scenes[name];
  const same = (s: Scene, cuts?: readonly number[], shared?: boolean) => {
    const run = compiled(s, cuts, shared);
    expect(run).toEqual(twinned(s));
    return run;
  };

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])("is its twin to the bit at %d neurons", (count) => {
    for (const steps of [1, 2, 32]) same({ ...all, count, steps, slot: steps, driven: true });
  });

  it("is its twin to the bit at 1,003 neurons, with arrays and without, driven or not, cut into ranges", () => {
    for (const vary of [all.vary, []]) {
      for (const driven of [true, false]) {
        const s = { ...all, vary, driven, count: 1003, steps: 15, slot: 7, slots: 16, seed: 3 };
        expect(same(s).spikes.length).toBeGreaterThan(5);
        same(s, [4, 500, 996], false);
      }
    }
  });

  it("is its twin to the bit where numbers fade to nothing: sums with 0 are taken, -0 is 0", () => {
    const tiny = (field: string, u: number) => (field === "V" ? -u : field === "r" ? 0 : (u - 0.5) * 1e-44);
    const faded = Object.fromEntries(["tau_syn_ex", "tau_syn_in"].filter((p) => p in all.model.parameters).map((p) => [p, 0.1]));
    const s = { ...all, vary: [], params: { ...all.params, ...faded }, initial: tiny, count: 64, steps: 8, density: 0 };
    same(s);
    same({ ...s, density: 0.05 });
  });

  it("is its twin to the bit at the borders of the range", () => {
    // No refractory neuron is at or above its threshold: a reset is below it.
    const values = [0, -0, 1e-40, -1e-40, 2 ** 20, -(2 ** 20), 3e9, -3e9, 1e30, -1e30];
    const wild = (field: string, u: number) => (field === "r" ? 0 : values[Math.floor(u * values.length)]);
    same({ ...all, initial: wild, count: 403, steps: 3, weight: 30 * all.weight });
  });
});
