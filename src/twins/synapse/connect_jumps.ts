import { type ConnectTwin, connectTwin } from "../lib/connect.ts";
import { jumps } from "../lib/generate.ts";
import { powersAt } from "../lib/links.ts";

/** Twin of shaders/synapse/connect_jumps.wgsl. */
export const connectJumps: ConnectTwin = connectTwin((c, tables) => {
  const rule = jumps(c.context, powersAt(tables, c.link));
  for (let source = c.first; source < c.first + c.items; source++) {
    c.row.length = 0;
    rule.row(source, c.row);
    c.whole(source);
  }
});
