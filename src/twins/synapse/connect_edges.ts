import { type ConnectTwin, connectTwin } from "../lib/connect.ts";
import { Link } from "../lib/links.ts";
import { philox4x32 } from "../lib/philox.ts";

/** Twin of shaders/synapse/connect_edges.wgsl. */
export const connectEdges: ConnectTwin = connectTwin((c, tables) => {
  const { key, stream } = c.context;
  const at = tables[c.link + Link.edges_at];
  const words = new Int32Array(4);
  for (let edge = c.first; edge < c.first + c.items; edge++) {
    const source = tables[at + edge];
    philox4x32(key[0], key[1], source, edge, stream, 0, words);
    c.single(source, tables[at + tables[c.link + Link.total] + edge], words, source, edge, edge);
  }
});
