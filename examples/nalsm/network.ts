import type { PlasticityDescription } from "../../src/network/description.ts";
import { Network } from "../../src/network/network.ts";
import type { UserModel } from "../../src/network/user-model.ts";

import { uniforms } from "../shared/draw.ts";
import neuronText from "./neuron.wgsl";
import { ASTROCYTE_TAU, FADE, KICK, neuron, RATE, SYNAPTIC_TAUS, TRACE, WEIGHT_BOUND } from "./parameters.ts";
import { type Edges, SOURCES, type Source, type Topology } from "./topology.ts";

/** Which liquid: plastic and made ready on images, plastic and read (its rates fade), or with weights that stay. */
export type Phase = "initialisation" | "data" | "frozen";

/** Name of the input that brings an image's spikes. */
export const IMAGE = "image";
/** Stream of the signs of input weights. */
const SIGNS = 0x204;
/** exp(-1 ms / tau) is what the published code multiplies traces with. */
const TAU_TRACE = -1 / Math.log(TRACE.decay);

const model: UserModel = {
  name: "nalsm",
  wgsl: neuronText.text,
  params: neuron,
  state: { V: 0, c: 0, r: 0 },
  receptors: ["synapses", "image"],
  derive: ({ tau_v, tau_u, threshold, refractory }, dt) => ({
    decay: Math.exp(-dt / tau_u!),
    share: dt / tau_u!,
    leak: dt / tau_v!,
    threshold: threshold!,
    held: Math.round(refractory! / dt) + 1,
  }),
};

/** Name of the projection from one kind of neuron onto those of one time constant. */
function projectionName(source: Source, tau: number): string {
  return `${source} to liquid, ${SYNAPTIC_TAUS[tau]} ms`;
}

/** All of them. */
export const PROJECTIONS: readonly string[] = SOURCES.flatMap((source) => SYNAPTIC_TAUS.map((_, t) => projectionName(source, t)));

/**
 * The liquid with its inputs and the astrocyte, steps of 1 ms. A projection has one rule and so one `tau_u`: there is one for each kind of source
 * and each time constant of its targets.
 * @param astrocyteWeight gain of the spikes of liquid (+) and input (-)
 */
export function liquidNetwork(topology: Topology, seed: number, phase: Phase, astrocyteWeight: number): Network {
  const net = new Network({ dt: 1, seed, name: `nalsm (${phase})` });
  net.model(model);
  const liquid = net.population("liquid", topology.neurons, model.name, {
    params: { tau_u: Float64Array.from(topology.tau, (t) => SYNAPTIC_TAUS[t]!) },
  });
  const input = net.population("input", topology.inputs, model.name);
  net.input({ name: IMAGE, kind: "spikes", target: input, receptor: "image", weight: KICK, times: [], neurons: [] });
  if (phase !== "frozen") addAstrocyte(net, astrocyteWeight, phase === "data");
  for (const kind of SOURCES)
    for (const [t, edges] of topology.edges[kind].entries())
      net.connect({
        name: projectionName(kind, t),
        source: kind === "input" ? input : liquid,
        target: liquid,
        receptor: "synapses",
        rule: { edges: { source: edges.source, target: edges.target } },
        weight: startWeights(kind, t, edges, seed),
        delay: 1,
        plasticity: plasticityOf(kind, SYNAPTIC_TAUS[t]!, phase),
      });
  net.record({ spikes: liquid });
  return net;
}

/**
 * Published, each ms: A_d += (w_a n + b_a - A_d) / 100, n being liquid minus input spikes; in runs on data then A_p, A_d, w_a, b_a *= 0.99. Let f be 1,
 * then 0.99, 0.99^2 ... and A_d = f m. Then w_a = f w_0, b_a = f b_0, and the next A_d is 0.99 f (m + (w_0 n + b_0 - m) / 100): again the next f
 * times the next m, where m += (w_0 n + b_0 - m) / 100 knows nothing of the fading. So A_d is scaled by m ("astrocyte") and f ("fade"), A_p by f alone.
 */
function addAstrocyte(net: Network, weight: number, fading: boolean): void {
  net.modulator({ name: "astrocyte", tau: ASTROCYTE_TAU, initial: RATE, bias: RATE, gain: { liquid: weight, input: -weight } });
  if (fading) net.modulator({ name: "fade", tau: 1 / (1 - FADE), initial: 1 });
}

/** Excitatory neurons and inputs potentiate at spikes of the target, inhibitory ones at their own: their weight grows towards 0. */
function plasticityOf(kind: Source, tau_u: number, phase: Phase): PlasticityDescription {
  const bounds = { Wmin: kind === "excitatory" ? 0 : -WEIGHT_BOUND, Wmax: kind === "inhibitory" ? 0 : WEIGHT_BOUND };
  const rule = "nalsm_synapse";
  if (phase === "frozen") return { rule, mode: "frozen", params: { tau_u, ...bounds } };
  const [potentiating, depressing] = kind === "inhibitory" ? ["source_step", "target_step"] : ["target_step", "source_step"];
  const fade = phase === "data" ? ["fade"] : [];
  return {
    rule,
    params: { tau_x: TAU_TRACE, tau_u, ...bounds, [potentiating!]: RATE * TRACE.step, [depressing!]: -TRACE.step },
    modulate: { [depressing!]: ["astrocyte", ...fade], ...(phase === "data" && { [potentiating!]: fade }) },
  };
}

function startWeights(kind: Source, t: number, { source }: Edges, seed: number): number | Float64Array {
  if (kind === "input") return uniforms(seed, SIGNS + t, source.length).map((u) => (u < 0.5 ? -1 : 1));
  return kind === "excitatory" ? 1 : -1;
}
