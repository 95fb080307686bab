import type { InputDescription, NetworkDescription } from "../src/network/description.ts";
import { resolve } from "../src/network/resolve.ts";
import type { ResolvedNetwork } from "../src/network/resolved.ts";

type Parts = Omit<NetworkDescription, "galvani" | "dt" | "seed" | "record">;

/** A network whose spikes are counted, not kept. */
function unrecorded(parts: Parts): ResolvedNetwork {
  return resolve({ galvani: 1, dt: 0.1, seed: 1, record: [], ...parts });
}

/** `size` neurons of a model near rest, none of which spikes; `inputs` go into the population "n". */
export function silent(model: string, size: number, inputs: readonly InputDescription[] = []): ResolvedNetwork {
  return unrecorded({ populations: [{ name: "n", size, model, initial: { V_m: { uniform: { low: -72, high: -62 } } } }], inputs });
}

/** `active` neurons that spike in every step onto `outdegree` of `targets` silent ones each, over the slots of `delays` (ms). */
export function fountain(active: number, targets: number, outdegree: number, delays: { low: number; high: number }): ResolvedNetwork {
  return unrecorded({
    populations: [
      { name: "active", size: active, model: "iaf_psc_delta", params: { I_e: 1e6, t_ref: 0 } },
      { name: "silent", size: targets, model: "iaf_psc_exp", params: { V_th: 1e6 } },
    ],
    projections: [
      { source: "active", target: "silent", rule: { fixed_outdegree: { outdegree } }, weight: 0.001, delay: { uniform: delays } },
    ],
  });
}

/**
 * `size` neurons with `outdegree` synapses each among themselves, delays of 1.5 to 3 ms, of which `perStep` spike in every step, each in
 * its turn: potentials rise from 0 to 1 at one speed from evenly drawn starts, and the weights are too small to matter.
 */
export function carousel(size: number, outdegree: number, perStep: number): ResolvedNetwork {
  const steps = size / perStep;
  const params = { E_L: 0, V_th: 1, V_reset: 0, C_m: 1, tau_m: 1e6, t_ref: 0, I_e: 10 / steps };
  return unrecorded({
    populations: [{ name: "n", size, model: "iaf_psc_delta", params, initial: { V_m: { uniform: { low: 0, high: 1 } } } }],
    projections: [
      {
        source: "n",
        target: "n",
        rule: { fixed_outdegree: { outdegree } },
        weight: 1e-7,
        delay: { uniform: { low: 1.5, high: 3 } },
      },
    ],
  });
}

/** Spikes that a window of `recurrent` should have at least. */
const SPIKES = 2;

/**
 * `size` neurons that spike at 10 Hz, a few of them more often, by inputs of their own, with `outdegree` synapses each among themselves, too weak to matter; plastic ones
 * where a `rule` is named.
 */
export function recurrent(size: number, outdegree: number, rule: string | undefined): ResolvedNetwork {
  const params = { E_L: 0, V_th: 15, V_reset: 0, t_ref: 0.5 };
  const plasticity = rule === undefined ? undefined : { rule, params: { Wmax: 0.01, lambda: 1e-6 } };
  return unrecorded({
    populations: [{ name: "n", size, model: "iaf_psc_delta", params }],
    inputs: [{ kind: "poisson", target: "n", rate: Math.max(10, (1000 * SPIKES) / (1.5 * size)), weight: 16 }],
    projections: [
      {
        name: "n",
        source: "n",
        target: "n",
        rule: { fixed_outdegree: { outdegree } },
        // Two words a synapse, as plastic ones have.
        weight: plasticity ? 0.002 : { uniform: { low: 0.0018, high: 0.0022 } },
        delay: { uniform: { low: 1.5, high: 3 } },
        ...(plasticity && { plasticity }),
      },
    ],
  });
}
