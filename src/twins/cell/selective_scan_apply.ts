import type { Floats } from "../lib/floats.ts";
import { chunksOf, type SelectiveScanShape } from "../lib/selective_scan.ts";
import { softplus } from "../lib/softplus.ts";

/** Twin of shaders/cell/selective_scan_apply.wgsl. */
export function selective_scan_apply(
  shape: SelectiveScanShape,
  u: Floats,
  delta: Floats,
  parameters: Floats,
  B: Floats,
  C: Floats,
  z: Floats,
  starts: Floats,
  y: Floats,
): void {
  const { steps, chunk, batch, channels, states, gated } = shape;
  const lanes = batch * channels;
  const chunks = chunksOf(shape);
  const from0 = chunks === 1 && shape.fresh === 1;
  const h = new Float64Array(states);
  for (let c = 0; c < chunks; c++) {
    const end = Math.min((c + 1) * chunk, steps);
    for (let lane = 0; lane < lanes; lane++) {
      const [channel, example] = [lane % channels, Math.floor(lane / channels)];
      const bias = parameters[channels * states + channel];
      const skip = parameters[channels * (states + 1) + channel];
      for (let n = 0; n < states; n++) h[n] = from0 ? 0 : starts[(c * states + n) * lanes + lane];
      for (let t = c * chunk; t < end; t++) {
        const at = t * lanes + lane;
        const step = softplus(delta[at] + bias);
        const push = step * u[at];
        const row = (t * batch + example) * states;
        let sum = 0;
        for (let n = 0; n < states; n++) {
          h[n] = Math.exp(step * parameters[channel * states + n]) * h[n] + push * B[row + n];
          sum += C[row + n] * h[n];
        }
        sum += skip * u[at];
        y[at] = gated === 0 ? sum : (sum * z[at]) / (1 + Math.exp(Math.min(80, Math.max(-80, -z[at]))));
      }
      if (chunks === 1) for (let n = 0; n < states; n++) starts[n * lanes + lane] = h[n];
    }
  }
}
