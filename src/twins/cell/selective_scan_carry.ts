import type { Floats } from "../lib/floats.ts";
import { chunksOf, type SelectiveScanShape } from "../lib/selective_scan.ts";

/** Twin of shaders/cell/selective_scan_carry.wgsl. */
export function selective_scan_carry(shape: SelectiveScanShape, parameters: Floats, sums: Floats, ends: Floats, state: Floats): void {
  const { batch, channels, states } = shape;
  const lanes = batch * channels;
  const count = states * lanes;
  const chunks = chunksOf(shape);
  for (let i = 0; i < count; i++) {
    const lane = i % lanes;
    const rate = parameters[(lane % channels) * states + Math.floor(i / lanes)];
    let h = shape.fresh === 1 ? 0 : state[i];
    for (let c = 0; c < chunks; c++) {
      const end = ends[c * count + i];
      ends[c * count + i] = h;
      h = Math.exp(sums[c * lanes + lane] * rate) * h + end;
    }
    state[i] = h;
  }
}
