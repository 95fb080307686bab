import { type ConnectTwin, connectTwin } from "../lib/connect.ts";
import { allToAll, drawnRows, oneToOne } from "../lib/generate.ts";
import { degreeOf, Link, RULES } from "../lib/links.ts";

/** Twin of shaders/synapse/connect_rows.wgsl. */
export const connectRows: ConnectTwin = connectTwin((c, tables) => {
  const kind = RULES[tables[c.link + Link.rule]];
  const drawn = () => drawnRows(c.context, (source) => degreeOf(tables, c.link, source), false);
  const rule = kind === "all_to_all" ? allToAll(c.context) : kind === "one_to_one" ? oneToOne(c.context) : drawn();
  for (let source = c.first; source < c.first + c.items; source++) {
    c.row.length = 0;
    rule.row(source, c.row);
    c.whole(source);
  }
});
