import { Clock } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";

export interface TempotronPassShape {
  readonly tasks: number;
  readonly afferents: number;
  /** Of `errors`. */
  readonly rows: number;
  /** ms, and so are `tau` and `tau_s`. */
  readonly duration: number;
  readonly tau: number;
  readonly tau_s: number;
  /** V0: brings the kernel's peak to 1. */
  readonly peak: number;
  readonly threshold: number;
  readonly rate: number;
  readonly momentum: number;
}

/** The highest V of a pattern, V0 aside, and its time. */
interface Peak {
  height: number;
  time: number;
}

/** Twin of shaders/local/tempotron_pass.wgsl. */
export function tempotron_pass(
  shape: TempotronPassShape,
  clock: Uint32Array,
  tasks: Uint32Array,
  patterns: Uint32Array,
  spikes: Floats,
  sources: Uint32Array,
  weights: Floats,
  velocities: Floats,
  errors: Floats,
): void {
  const { afferents, peak: v0, threshold, rate, momentum } = shape;
  const sums = new Float64Array(afferents);
  for (let task = 0; task < shape.tasks; task++) {
    const row = task * afferents;
    const own = weights.subarray(row, row + afferents);
    let wrong = 0;
    for (let pattern = tasks[task]; pattern < tasks[task + 1]; pattern++) {
      const [first, last] = [patterns[2 * pattern], patterns[2 * pattern + 2]];
      const wanted = patterns[2 * pattern + 1] !== 0;
      const { height, time } = highest(shape, spikes, sources, own, first, last);
      if (v0 * height >= threshold === wanted) continue;
      wrong++;
      kernelSums(shape, spikes, sources, first, last, time, sums);
      const step = (wanted ? rate : -rate) * v0;
      for (let i = 0; i < afferents; i++) {
        velocities[row + i] = momentum * velocities[row + i] + step * sums[i];
        own[i] += velocities[row + i];
      }
    }
    errors[(clock[Clock.cursor] % shape.rows) * shape.tasks + task] = wrong;
  }
}

function highest(shape: TempotronPassShape, spikes: Floats, sources: Uint32Array, weights: Floats, first: number, last: number): Peak {
  const { tau, tau_s, duration } = shape;
  const best: Peak = { height: -3e38, time: duration };
  const meet = (height: number, time: number) => {
    if (height < best.height || (height === best.height && time >= best.time)) return;
    best.height = height;
    best.time = time;
  };
  let [a, b] = [0, 0];
  for (let k = first; k < last; k++) {
    const time = spikes[3 * k];
    a = a * spikes[3 * k + 1] + weights[sources[k]];
    b = b * spikes[3 * k + 2] + weights[sources[k]];
    if (k > first) meet(a - b, time);
    const until = k + 1 < last ? spikes[3 * k + 3] : duration;
    if (a > 0 && b * tau > a * tau_s) {
      const s = (Math.log((b * tau) / (a * tau_s)) * tau * tau_s) / (tau - tau_s);
      if (time + s < until) meet(a * Math.exp(-s / tau) * (1 - tau_s / tau), time + s);
    }
    if (k + 1 === last) meet(a * Math.exp((time - until) / tau) - b * Math.exp((time - until) / tau_s), until);
  }
  return best;
}

/** Of each afferent, the sum over its spikes before `time` of the kernel, V0 aside. */
function kernelSums(
  { tau, tau_s }: TempotronPassShape,
  spikes: Floats,
  sources: Uint32Array,
  first: number,
  last: number,
  time: number,
  sums: Float64Array,
): void {
  sums.fill(0);
  for (let k = first; k < last && spikes[3 * k] < time; k++) {
    const age = time - spikes[3 * k];
    sums[sources[k]] += Math.exp(-age / tau) - Math.exp(-age / tau_s);
  }
}
