import type { Simulation } from "../../src/simulate/simulation.ts";
import { neuronsAPoint, ring, settled, threshold } from "./parameters.ts";

/** The field and the neurons after the bump has settled, place by place. */
export interface Bump {
  /** mm, mean over frames; 0 where there is no bump. */
  readonly width: number;
  /** mm along the ring, of the middle in the last frame; NaN where there is no bump. */
  readonly middle: number;
  /** Mean field at each grid point. */
  readonly field: Float64Array;
  /** Mean rate of the neurons nearest to each, Hz. */
  readonly rates: Float64Array;
  /** ms that the means are over. */
  readonly ms: number;
}

/** mm between two grid points. */
export const spacing = ring.length / ring.points;

/** Means from `settled` ms on; NaN, and empty, where the run ended before. */
export function measure(simulation: Simulation): Bump {
  const [frames] = simulation.fieldFrames();
  const from = Math.max(settled, simulation.recordedFrom * simulation.dt);
  const field = new Float64Array(ring.points);
  let [width, count, middle] = [0, 0, Number.NaN];
  frames.times.forEach((time, k) => {
    if (time <= from) return;
    const u = frames.values.subarray(k * ring.points, (k + 1) * ring.points);
    for (let i = 0; i < ring.points; i++) field[i] += u[i];
    width += widthOf(u);
    middle = middleOf(u);
    count++;
  });
  const ms = simulation.time - from;
  return { width: width / count, middle, field: field.map((sum) => sum / count), rates: ratesFrom(simulation, from), ms };
}

/** Length of the part above the threshold, linear between grid points. */
export function widthOf(u: ArrayLike<number>): number {
  let width = 0;
  for (let i = 0; i < u.length; i++) {
    const [here, next] = [u[i] - threshold, u[(i + 1) % u.length] - threshold];
    if (here > 0 && next > 0) width += spacing;
    else if (here > 0 || next > 0) width += (spacing * Math.max(here, next)) / Math.abs(here - next);
  }
  return width;
}

/** Middle of the part above the threshold, as an angle's mean: the ring has no end. */
function middleOf(u: ArrayLike<number>): number {
  let [east, north] = [0, 0];
  for (let i = 0; i < u.length; i++) {
    if (!(u[i] > threshold)) continue;
    const angle = (2 * Math.PI * i) / ring.points;
    east += Math.cos(angle);
    north += Math.sin(angle);
  }
  if (east === 0 && north === 0) return Number.NaN;
  const turn = Math.atan2(north, east) / (2 * Math.PI);
  return ring.length * (turn - Math.floor(turn));
}

function ratesFrom(simulation: Simulation, from: number): Float64Array {
  const { step, neuron } = simulation.spikes();
  const spikes = new Float64Array(ring.points);
  step.forEach((s, k) => {
    if (s * simulation.dt >= from) spikes[Math.round(neuron[k] / neuronsAPoint) % ring.points]++;
  });
  const seconds = (simulation.time - from) / 1000;
  return spikes.map((n) => n / (neuronsAPoint * seconds));
}
