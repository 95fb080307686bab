/** A plastic network twice: on the compiled loops of its rule, and on the rule's twin. */
import type { PlasticityDescription, Values } from "../../../src/network/description.ts";
import { Network } from "../../../src/network/network.ts";
import { CpuExecutor } from "../../../src/plan/cpu.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { type Compiled, compile } from "../../../src/simulate/compile.ts";
import code from "../../../src/simulate/worker.ts?bundle";
import { Crew } from "../../../src/threads/crew.ts";
import { rules } from "../../../src/twins/plasticity/index.ts";

export interface Scene {
  readonly plasticity: PlasticityDescription;
  /** ms; default 0.3 to 2. */
  readonly delay?: Values;
  readonly weight?: Values;
  readonly dt?: number;
  readonly rate?: number;
  readonly steps?: number;
  readonly threads?: number;
  readonly pageBytes?: number;
  /** Onto its own sources. */
  readonly recurrent?: boolean;
  /** Synapses a source has, on 37 targets; or a target, so that rows differ in length. */
  readonly outdegree?: number;
  readonly indegree?: number;
  readonly prepare?: (net: Network) => void;
}

const SOURCES = 23;
const TARGETS = 37;

/** Neurons that spike at many of their Poisson inputs, several times a window. */
export function networkOf(scene: Scene): Network {
  const { plasticity, dt = 0.1, delay = { uniform: { low: 3 * dt, high: 20 * dt } }, rate = 150, indegree } = scene;
  const net = new Network({ dt, seed: 7 });
  const params = { V_th: 15, V_reset: 0, E_L: 0, tau_m: 10, t_ref: 2 * dt };
  net.population("a", SOURCES, "iaf_psc_delta", { params });
  net.population("b", TARGETS, "iaf_psc_delta", { params });
  for (const target of ["a", "b"]) net.input({ kind: "poisson", target, rate, weight: 16 });
  scene.prepare?.(net);
  const [low, high] = boundsOf(plasticity);
  net.connect({
    name: "ab",
    source: scene.recurrent ? "b" : "a",
    target: "b",
    rule: indegree ? { fixed_indegree: { indegree } } : { fixed_outdegree: { outdegree: scene.outdegree ?? 50 } },
    weight: scene.weight ?? { uniform: { low: low + 0.1 * (high - low), high: high - 0.1 * (high - low) } },
    delay,
    plasticity,
  });
  return net;
}

/** Bounds of the weights, finite ones where a rule has none. */
function boundsOf({ rule, params }: PlasticityDescription): readonly [number, number] {
  const known = rules[rule];
  if (!known) return [0, 1];
  const defaults = Object.fromEntries(Object.entries(known.parameters).map(([name, info]) => [name, info.default]));
  const [low, high] = known.bounds({ ...defaults, ...params });
  return [Math.max(low, -1), Math.min(high, 10)];
}

/** All words of what a run leaves: synapses, histories, ring and spikes. @param twin whether the rule's twin does it */
export async function outcome(scene: Scene, twin: boolean): Promise<Record<string, Uint32Array>> {
  const { threads = 1, steps = 400, pageBytes = 2 ** 20 } = scene;
  const crew = threads > 1 ? await Crew.open(threads, code) : undefined;
  const compiled = await compile(networkOf(scene).resolve(), { pageBytes, ...(crew && { crew }) });
  const executor = new CpuExecutor(twin ? outside(compiled) : compiled.plan, crew);
  try {
    // Two runs: what the first settles shows no more in the second.
    for (const end of [Math.floor(steps / 3), steps]) {
      executor.setEnd(end, end !== steps);
      for (let at = 0; at < end; ) {
        const { control } = await executor.submit(7);
        at = control[compiled.plan.stepsAt + 7] as number;
      }
    }
    executor.setEnd(steps, true);
    await executor.submit(1);
    const all: Record<string, Uint32Array> = {};
    for (const [name, { type }] of Object.entries(compiled.plan.buffers))
      if (/page|histories|ring|state|control/.test(name)) all[name] = new Uint32Array((await executor.read(name, type)).buffer);
    return all;
  } finally {
    executor.destroy();
  }
}

/** The plan with the synapses in arrays of their own, where no compiled loop reaches them. */
function outside({ plan }: Compiled): Plan {
  const buffers = Object.entries(plan.buffers).map(([name, buffer]) => [name, { ...buffer, outside: /page/.test(name) }] as const);
  return { ...plan, buffers: Object.fromEntries(buffers) };
}
