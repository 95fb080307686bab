import type { Floats } from "../lib/floats.ts";
import { chunksOf, type SelectiveScanShape } from "../lib/selective_scan.ts";
import { softplus } from "../lib/softplus.ts";

/** Twin of shaders/cell/selective_scan_sum.wgsl. */
export function selective_scan_sum(
  shape: SelectiveScanShape,
  u: Floats,
  delta: Floats,
  parameters: Floats,
  B: Floats,
  sums: Floats,
  ends: Floats,
): void {
  const { steps, chunk, batch, channels, states } = shape;
  const lanes = batch * channels;
  const h = new Float64Array(states);
  for (let c = 0; c < chunksOf(shape); c++) {
    const end = Math.min((c + 1) * chunk, steps);
    for (let lane = 0; lane < lanes; lane++) {
      const [channel, example] = [lane % channels, Math.floor(lane / channels)];
      const bias = parameters[channels * states + channel];
      h.fill(0);
      let total = 0;
      for (let t = c * chunk; t < end; t++) {
        const step = softplus(delta[t * lanes + lane] + bias);
        const push = step * u[t * lanes + lane];
        const row = (t * batch + example) * states;
        total += step;
        for (let n = 0; n < states; n++) h[n] = Math.exp(step * parameters[channel * states + n]) * h[n] + push * B[row + n];
      }
      sums[c * lanes + lane] = total;
      for (let n = 0; n < states; n++) ends[(c * states + n) * lanes + lane] = h[n];
    }
  }
}
