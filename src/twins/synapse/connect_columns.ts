import { type ConnectTwin, connectTwin } from "../lib/connect.ts";
import { columns } from "../lib/generate.ts";
import { Link } from "../lib/links.ts";
import { philox4x32 } from "../lib/philox.ts";

/** Twin of shaders/synapse/connect_columns.wgsl. */
export const connectColumns: ConnectTwin = connectTwin((c, tables) => {
  const degree = tables[c.link + Link.degree];
  const { key, stream } = c.context;
  const words = new Int32Array(4);
  const sources = new Uint32Array(degree);
  const column = columns(c.context, degree, false);
  let drawn = -1;
  for (let k = c.first; k < c.first + c.items; k++) {
    const target = Math.floor(k / degree);
    const j = k - target * degree;
    if (target !== drawn) column(target, sources, 0);
    drawn = target;
    philox4x32(key[0], key[1], target, j, stream, 0, words);
    c.single(sources[j], target, words, target, j, 0);
  }
});
