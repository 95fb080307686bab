import type { Numbers, PlasticityDescription } from "../../src/network/description.ts";
import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";

/** A neuron that spikes in the step in which something arrives at its receptor "drive"; what synapses bring in a step is kept in "brought". */
const ECHO = `struct Params { dt: f32 }
struct State { x: f32, brought: f32 }
fn advance(p: Params, s: ptr<function, State>, drive: f32) { (*s).x = 0.0; }
fn receive(p: Params, s: ptr<function, State>, a: array<f32, 2>) { (*s).x = a[1]; (*s).brought = a[0]; }
fn crossed(p: Params, s: State, before: State) -> bool { return s.x > 0.5; }
fn reset(p: Params, s: ptr<function, State>) { }
`;

export const ECHO_MODEL = { name: "echo", wgsl: ECHO, params: {}, state: { x: 0, brought: 0 }, receptors: ["syn", "drive"] };

/** Spike times, ms (the stamp: the end of the step), of one source and one target, or of several pairs. */
export interface Trains {
  readonly pre: readonly number[] | readonly (readonly number[])[];
  readonly post: readonly number[] | readonly (readonly number[])[];
  /** One for all, or one a pair. */
  readonly weight: Numbers;
  readonly delay: Numbers;
  readonly plasticity: PlasticityDescription;
  readonly dt?: number;
  /** Adds rules, modulators ... before the projection. */
  readonly prepare?: (net: Network) => void;
}

/** Pairs of neurons "a" -> "b" that spike when told to, connected one to one by the plastic projection "ab". */
export function pairOf({ pre, post, weight, delay, plasticity, dt = 0.1, prepare }: Trains): Network {
  const net = new Network({ dt, seed: 1 });
  const model = net.model(ECHO_MODEL);
  for (const [name, trains] of [
    ["a", pre],
    ["b", post],
  ] as const) {
    const all = (typeof trains[0] === "number" || trains.length === 0 ? [trains] : trains) as readonly (readonly number[])[];
    const target = net.population(name, all.length, model);
    const times = all.flat();
    const neurons = all.flatMap((train, i) => train.map(() => i));
    const order = times.map((_, k) => k).sort((x, y) => times[x]! - times[y]!);
    if (times.length > 0)
      net.input({
        kind: "spikes",
        target,
        receptor: "drive",
        times: order.map((k) => times[k]!),
        neurons: order.map((k) => neurons[k]!),
        weight: 1,
      });
  }
  prepare?.(net);
  net.connect({ name: "ab", source: "a", target: "b", receptor: "syn", rule: "one_to_one", weight, delay, plasticity });
  return net;
}

/** The weight of the first synapse of "ab" at each of these times, ms. */
export async function weightsAt(simulation: Simulation, times: readonly number[]): Promise<number[]> {
  const got: number[] = [];
  for (const time of times) {
    await simulation.run(time - simulation.time);
    got.push((await simulation.weights("ab")).weight[0]!);
  }
  return got;
}
