import type { Share } from "../lib/share.ts";
import { Run, windowOf } from "../lib/window.ts";

/** Steps that a modulator's values are kept for, as in shaders/lib/modulators.wgsl. */
export const SERIES = 4096;
/** Populations that may drive modulators. */
export const MOST_DRIVERS = 32;

/**
 * Layout of `modulation`: modulators, drivers, neurons of a network, networks; then first neuron and size of each driving population; then of each
 * modulator, as float bits, its rate, its bias and a gain a driver. `modulators` holds SERIES values of each modulator of each network: that
 * of step k, which events of the step see, at k modulo SERIES.
 */
const MODULATION_HEADER = 4;

/** Arguments of the modulate kernel in the order of its bindings. */
type ModulateTwin = (
  run: Uint32Array,
  window: Uint32Array,
  modulation: Uint32Array,
  modulators: Float32Array,
  control: Uint32Array,
  queue: Uint32Array,
) => void;

const f = Math.fround;

/** Twin of shaders/plasticity/modulate.wgsl; one thread does it all. */
export function modulateTwin(share: Share): ModulateTwin {
  let counts = new Uint32Array(0);
  return (run, window, modulation, modulators, control, queue) => {
    if (share.index !== 0) return;
    const { first, begin, steps } = windowOf(run, window, control);
    const [count, drivers, stride, networks] = modulation;
    if (counts.length < networks * steps * drivers) counts = new Uint32Array(networks * steps * drivers);
    counts.fill(0);
    const mask = 2 ** run[Run.neuron_bits] - 1;
    for (let s = begin; s < control[0]; s++) {
      const neuron = queue[s] & mask;
      const network = Math.floor(neuron / stride);
      for (let d = 0; d < drivers; d++) {
        const i = neuron - network * stride - modulation[MODULATION_HEADER + 2 * d];
        if (i >= 0 && i < modulation[MODULATION_HEADER + 2 * d + 1])
          counts[(network * steps + (queue[s] >>> run[Run.neuron_bits])) * drivers + d]++;
      }
    }
    const floats = new Float32Array(modulation.buffer, modulation.byteOffset, modulation.length);
    for (let network = 0; network < networks; network++)
      for (let m = 0; m < count; m++) {
        const at = MODULATION_HEADER + 2 * drivers + m * (2 + drivers);
        const series = (network * count + m) * SERIES;
        let value = modulators[series + (first & (SERIES - 1))];
        for (let k = 0; k < steps; k++) {
          let drive = floats[at + 1];
          for (let d = 0; d < drivers; d++) drive = f(drive + f(floats[at + 2 + d] * counts[(network * steps + k) * drivers + d]));
          value = f(value + f(floats[at] * f(drive - value)));
          modulators[series + ((first + k + 1) & (SERIES - 1))] = value;
        }
      }
  };
}
