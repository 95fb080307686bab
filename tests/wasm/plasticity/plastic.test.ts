/** The compiled loops of plasticity rules against their twins: every word a run leaves. */
import { describe, expect, it, test } from "vitest";
import type { PlasticityDescription } from "../../../src/network/description.ts";
import { uncompilableRule } from "../../../src/twins/lib/stretches.ts";
import { rules } from "../../../src/twins/plasticity/index.ts";
import { outcome, type Scene } from "./plastic.ts";

async function same(scene: Scene): Promise<Record<string, Uint32Array>> {
  const compiled = await outcome(scene, false);
  const twin = await outcome(scene, true);
  for (const name of Object.keys(twin)) {
    const at = twin[name]!.findIndex((word, k) => word !== compiled[name]![k]);
    expect(at < 0 ? "the same" : `${name}[${at}]: ${compiled[name]![at]} for ${twin[name]![at]}`, name).toBe("the same");
  }
  return compiled;
}

const all = Object.values(rules).flatMap((rule) => Object.entries(rule.modes).map(([mode, form]) => ({ rule, mode, form })));

describe.each(all)("$rule.name, mode $mode, compiled", ({ rule, mode, form }) => {
  const plasticity: PlasticityDescription = { rule: rule.name, mode, ...(form.on_step && { every: 1.1 }) };

  it("its text is compiled", () => {
    expect(uncompilableRule(form)).toBeUndefined();
  });

  it("delays of 0.3 to 2 ms", () => same({ plasticity }));

  it("delays of one step, a source among its targets", () => same({ plasticity, delay: 0.1, recurrent: true, steps: 250 }));

  it("modulated, normalised, an axonal part, rows of 1 to 7 synapses, in small pages", () => {
    const { fields } = rule;
    const signed = rule.bounds(defaults(rule.parameters))[0] < 0;
    return same({
      plasticity: {
        ...plasticity,
        ...(form.delayed && { axonal_delay: 0.2 }),
        ...(!signed && { normalise: { sum: 3, every: 3.7 } }),
        modulate: Object.fromEntries(fields.map((field, k) => [field, k % 2 === 0 ? "n" : ["m", "n"]])),
      },
      delay: { uniform: { low: 0.5, high: 1.9 } },
      indegree: 3,
      pageBytes: 1024,
      prepare: (net) => {
        net.modulator({ name: "m", tau: 7, initial: 1, bias: 1, gain: { a: 0.01 } });
        net.modulator({ name: "n", tau: 3, initial: 0.9, bias: 0.9, gain: { b: 0.02 } });
      },
    });
  });
});

describe("stdp_synapse compiled", () => {
  const stdp = { rule: "stdp_synapse" } as const;

  it("powers of the weight between 0 and 1", () => same({ plasticity: { ...stdp, params: { mu_plus: 0.4, mu_minus: 0.7 } } }));

  it("rows longer than a block", () => same({ plasticity: stdp, outdegree: 777, rate: 40, steps: 200 }));

  it("pauses of more than 2^10 and 2^20 steps: all three decay tables", () =>
    same({
      plasticity: { ...stdp, params: { tau_plus: 1e5, tau_minus: 2e5 } },
      delay: { uniform: { low: 3.2, high: 4 } },
      rate: 0.02,
      outdegree: 8,
      steps: 2_000_000,
    }));

  it("in two threads", () => same({ plasticity: { ...stdp, normalise: { sum: 400, every: 2.3 } }, threads: 2 }));

  it("weights move, and spikes of a neuron fall into one window", async () => {
    const left = await same({ plasticity: { ...stdp, params: { lambda: 0.05 } }, delay: 2, weight: 50 });
    const page = new Float32Array(left.plastic0_page0!.buffer);
    expect(page.filter((_, k) => k % 2 === 1).some((w) => w < 45)).toBe(true);
  });
});

test.each([
  ["hebbian", 1],
  ["anti_hebbian", 0],
])("hebbian_synapse, mode %s, compiled: weights that learning drives to a bound stay at it", async (mode, bound) => {
  const { plastic0_page0 } = await same({ plasticity: { rule: "hebbian_synapse", mode, params: { eta: 0.05, Wmax: 1 }, every: 1.1 } });
  const weights = new Float32Array(plastic0_page0!.buffer).filter((_, k) => k % 2 === 1);
  expect(weights.filter((w) => w === bound).length).toBeGreaterThan(20);
  expect(weights.every((w) => w >= 0 && w <= 1)).toBe(true);
});

function defaults(parameters: (typeof rules)[string]["parameters"]): Record<string, number> {
  return Object.fromEntries(Object.entries(parameters).map(([name, info]) => [name, info.default]));
}
