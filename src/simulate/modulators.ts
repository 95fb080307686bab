import modulateShader from "../../shaders/plasticity/modulate.wgsl";
import { InputError } from "../errors.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Twin } from "../plan/plan.ts";
import { twinOf } from "../twins/kernels.ts";
import type { Share } from "../twins/lib/share.ts";
import { MOST_DRIVERS, SERIES } from "../twins/plasticity/modulate.ts";
import { floatBits } from "./float-bits.ts";
import { emptyPart, type PlanPart } from "./wiring.ts";

/**
 * Part of a plan that carries the modulators; empty where there is none.
 * @param networks alike, side by side: each has modulators of its own
 * @throws InputError for too many driving populations
 */
export function planModulators(networks: readonly ResolvedNetwork[]): PlanPart {
  const [{ modulators, populations, neurons }] = networks;
  if (modulators.length === 0) return emptyPart();
  const drivers = populations.flatMap((population, p) =>
    modulators.some(({ gains }) => (gains[p] ?? 0) !== 0) ? [{ p, ...population }] : [],
  );
  if (drivers.length > MOST_DRIVERS)
    throw new InputError("modulators", drivers.length, `are driven by more than ${MOST_DRIVERS} populations; give gains to fewer`);
  const words = [modulators.length, drivers.length, neurons, networks.length];
  for (const { first, size } of drivers) words.push(first, size);
  for (const { rate, bias, gains } of modulators) words.push(...[rate, bias, ...drivers.map(({ p }) => gains[p])].map(floatBits));
  const series = firstSeries(networks);
  const bindings = Object.fromEntries(["modulation", "modulators", "control", "queue"].map((name) => [name, name]));
  return {
    buffers: {
      modulation: { type: "u32", length: words.length, data: Uint32Array.from(words) },
      modulators: { type: "f32", length: series.length, data: series },
    },
    uniforms: {},
    kernels: {
      modulate: {
        source: modulateShader,
        twin: (share: Share) => twinOf({ kernel: "modulate" }, share) as Twin,
        spec: { kernel: "modulate" },
      },
    },
    dispatches: [{ label: "modulators", kernel: "modulate", bindings, workgroups: networks.length, own: true }],
  };
}

/** The modulators' values at step 0. */
export function firstSeries(networks: readonly ResolvedNetwork[]): Float32Array {
  const { modulators } = networks[0];
  const series = new Float32Array(networks.length * modulators.length * SERIES);
  networks.forEach((network, b) => {
    network.modulators.forEach(({ initial }, m) => {
      series[(b * modulators.length + m) * SERIES] = initial;
    });
  });
  return series;
}
