import { type Connecting, type ConnectTwin, connectTwin } from "../lib/connect.ts";
import { columns, drawnRows } from "../lib/generate.ts";
import { degreeOf, Link, RULES } from "../lib/links.ts";
import { philox4x32 } from "../lib/philox.ts";

/** Twin of shaders/synapse/connect_distinct.wgsl. */
export const connectDistinct: ConnectTwin = connectTwin((c, tables) => {
  if (RULES[tables[c.link + Link.rule]] === "fixed_indegree") {
    drawColumns(c, tables[c.link + Link.degree]);
    return;
  }
  const rule = drawnRows(c.context, (source) => degreeOf(tables, c.link, source), true);
  for (let source = c.first; source < c.first + c.items; source++) {
    c.row.length = 0;
    rule.row(source, c.row);
    c.whole(source);
  }
});

function drawColumns(c: Connecting, degree: number): void {
  const { key, stream } = c.context;
  const words = new Int32Array(4);
  const sources = new Uint32Array(degree);
  const column = columns(c.context, degree, true);
  for (let target = c.first; target < c.first + c.items; target++) {
    column(target, sources, 0);
    sources.forEach((source, j) => {
      philox4x32(key[0], key[1], target, j, stream, 0, words);
      c.single(source, target, words, target, j, 0);
    });
  }
}
