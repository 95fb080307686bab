/** A person's own rule, as text: what the built-in one of the same text gives, its mistakes at its lines, and from a network file. */
import { describe, expect, test } from "vitest";
import { ShaderError } from "../../src/errors.ts";
import { parseNetworkFile } from "../../src/io/network-file.ts";
import type { PlasticityDescription, RuleTextDescription } from "../../src/network/description.ts";
import { Network } from "../../src/network/network.ts";
import { resolve } from "../../src/network/resolve.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { DT } from "./play.ts";

/** stdp_synapse in mode song with both exponents 0. */
const SONG = `struct Params { Wmax: f32, up: f32, down: f32 }
struct Synapse { w: f32 }
struct Pre { plus: f32 }
struct Post { minus: f32 }
fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = min((*s).w + p.up * pre.plus, p.Wmax);
}
fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  let delivered = (*s).w;
  (*s).w = max(delivered - p.down * post.minus, 0.0);
  return delivered;
}
`;
const song: RuleTextDescription = {
  name: "my_song",
  wgsl: SONG,
  params: { Wmax: 1, up: 0.03, down: 0.02, tau_plus: 20, tau_minus: 30 },
  pre: [{ name: "plus", tau: "tau_plus" }],
  post: [{ name: "minus", tau: "tau_minus" }],
  bounds: [0, 1],
  delayed: false,
  first: "pre",
};
const builtIn: PlasticityDescription = {
  rule: "stdp_synapse",
  mode: "song",
  params: { Wmax: 1, lambda: 0.03, alpha: 2 / 3, mu_plus: 0, mu_minus: 0, tau_plus: 20, tau_minus: 30 },
};

/** stdp_dopamine_synapse: variables that decay, a clock, a field that a modulator scales. */
const DOPAMINE = `struct Params { A_plus: f32, A_minus: f32, n: f32, gain: f32 }
struct Synapse { w: f32, c: f32 }
struct Pre { plus: f32 }
struct Post { minus: f32 }
fn on_post(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) { (*s).c = (*s).c + p.A_plus * pre.plus; }
fn on_pre(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) -> f32 {
  (*s).c = (*s).c - p.A_minus * post.minus;
  return (*s).w;
}
fn on_step(p: Params, s: ptr<function, Synapse>, pre: Pre, post: Post) {
  (*s).w = clamp((*s).w + (*s).c * p.gain * (p.n - 0.0), 0.0, 1.0);
}
`;
const dopamine: RuleTextDescription = {
  name: "my_dopamine",
  wgsl: DOPAMINE,
  params: { A_plus: 0.004, A_minus: 0.003, n: 1, gain: -50 * Math.expm1(-1.5 / 50), tau_plus: 20, tau_minus: 30, tau_c: 50 },
  pre: [{ name: "plus", tau: "tau_plus" }],
  post: [{ name: "minus", tau: "tau_minus" }],
  variables: [{ name: "c", tau: "tau_c" }],
  bounds: [0, 1],
};
const builtInDopamine: PlasticityDescription = {
  rule: "stdp_dopamine_synapse",
  params: { A_plus: 0.004, A_minus: 0.003, tau_plus: 20, tau_minus: 30, tau_c: 50, Wmax: 1 },
};

function network(plasticity: PlasticityDescription, own?: RuleTextDescription): Network {
  const net = new Network({ dt: DT, seed: 3 });
  const E = net.population("E", 30, "iaf_psc_exp", { params: { t_ref: 1 } });
  net.input({ kind: "poisson", target: E, rate: 9000, weight: 60 });
  if (own) net.rule(own);
  net.modulator({ name: "level", tau: 20, bias: 0.4, gain: { E: 0.3 } });
  const rule = { fixed_indegree: { indegree: 12 } };
  const weight = { uniform: { low: 0.2, high: 0.9 } };
  net.connect({ name: "EE", source: E, target: E, receptor: "ex", rule, weight, delay: 1.4, plasticity });
  return net;
}

async function outcome(net: Network, adapter: "cpu" | "software", ms: number): Promise<{ digest: string; weight: Float32Array }> {
  const simulation = await Simulation.create(net.resolve(), { adapter });
  await simulation.run(ms);
  const { weight } = await simulation.weights("EE");
  const { digest } = simulation;
  simulation.destroy();
  return { digest, weight };
}

const clocked = { every: 1.5, modulate: { n: "level" } };

describe.each([
  ["cpu", 120],
  ["software", 30],
] as const)("on %s an own rule gives the bits of the built-in one", (adapter, ms) => {
  test.each<[string, PlasticityDescription, RuleTextDescription, PlasticityDescription]>([
    ["pairs in Brian2's order", builtIn, song, { rule: "my_song" }],
    ["three factors, modulated", { ...builtInDopamine, ...clocked }, dopamine, { rule: "my_dopamine", ...clocked }],
  ])("%s", async (_, given, own, plasticity) => {
    const wanted = await outcome(network(given), adapter, ms);
    const got = await outcome(network(plasticity, own), adapter, ms);
    expect(got).toEqual(wanted);
    expect(new Set(got.weight).size).toBeGreaterThan(50);
  });
});

describe("a mistake in a rule's text is told at its own line and column", () => {
  const broken = { ...song, wgsl: SONG.replace("p.up * pre.plus", "p.upp * pre.plus") };
  const net = () => network({ rule: "my_song" }, broken).resolve();
  const column = SONG.split("\n")[5]!.indexOf("p.up") + 1;

  test("by the software adapter", async () => {
    const failed = await Simulation.create(net(), { adapter: "software" }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ShaderError);
    expect((failed as Error).message).toMatch(new RegExp(`rules\\[0\\]\\.wgsl:6:(${column}|${column + 2})\\b.*upp`));
  });

  test("by the cpu", async () => {
    await expect(Simulation.create(net(), { adapter: "cpu" })).rejects.toThrow(
      /rule "my_song" cannot be compiled for the cpu \(line 6: .*upp/,
    );
  });
});

test("a network file with rules, plasticity and modulators is the network made in code", async () => {
  const net = network({ rule: "my_dopamine", ...clocked, normalise: { sum: 5, every: 3 } }, dopamine);
  const value = net.toJSON() as { rules: { wgsl: unknown }[] };
  value.rules[0]!.wgsl = { file: "rules/mine.wgsl" };
  const read = async (path: string) => {
    expect(path).toBe("rules/mine.wgsl");
    return new TextEncoder().encode(DOPAMINE);
  };
  const resolved = resolve(await parseNetworkFile(JSON.stringify(value), "net.json", read));
  const plasticity = resolved.projections[0]!.plasticity!;
  expect(plasticity.form.wgsl).toMatchObject({ path: "rules/mine.wgsl", text: DOPAMINE });
  expect(plasticity).toMatchObject({ everySteps: 15, modulated: [{ field: 2, modulator: 0 }], normalise: { sum: 5, everySteps: 30 } });
  const wanted = net.resolve().projections[0]!.plasticity!;
  const { form: _, rule: __, ...rest } = plasticity;
  expect(rest).toEqual(Object.fromEntries(Object.entries(wanted).filter(([key]) => key !== "form" && key !== "rule")));
  expect(resolved.modulators).toEqual(net.resolve().modulators);
});
