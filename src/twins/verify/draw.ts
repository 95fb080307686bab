import { gap, Row } from "../lib/draw.ts";
import { contextOf, powersAt } from "../lib/links.ts";
import { mulhi, philox4x32 } from "../lib/philox.ts";

/** Twin of shaders/verify/draw.wgsl. */
export function draw(n: number, tables: Uint32Array, queries: Uint32Array, results: Uint32Array): void {
  const words = new Int32Array(4);
  const again = new Int32Array(4);
  const row = new Row();
  const known = new Map<number, { context: ReturnType<typeof contextOf>; powers: Float64Array }>();
  for (let i = 0; i < n; i++) {
    const [link, item, block, ordinal] = queries.subarray(4 * i, 4 * i + 4);
    const { context, powers } = known.get(link) ?? { context: contextOf(tables, link), powers: powersAt(tables, link) };
    known.set(link, { context, powers });
    const { key, stream, targets, barSelf, synapses } = context;
    philox4x32(key[0], key[1], item, block, stream, 0, words);
    let partner = mulhi(words[0], targets) >>> 0;
    for (let attempt = 1; barSelf && partner === item; attempt++) {
      philox4x32(key[0], key[1], item, block, stream, attempt, again);
      partner = mulhi(again[0], targets) >>> 0;
    }
    row.length = 0;
    synapses.add(row, partner, words[1], words[2], item, block, ordinal);
    results.set([partner, row.cell[0], row.weight[0], row.delay[0], gap(words[0] >>> 0, powers)], 5 * i);
  }
}
