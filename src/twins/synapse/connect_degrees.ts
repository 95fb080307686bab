import { Connecting, type ConnectTwin } from "../lib/connect.ts";
import { drawSources } from "../lib/generate.ts";
import { Link } from "../lib/links.ts";

/** Twin of shaders/synapse/connect_degrees.wgsl. */
export const connectDegrees: ConnectTwin = (job, tables, places, sums, delays, page) => {
  const c = new Connecting(job, tables, { places, sums, delays, page });
  const { sources } = c.context;
  const from = 4 * c.first;
  const to = Math.min(tables[c.link + Link.total], 4 * (c.first + c.items));
  drawSources({ ...c.context, stream: tables[c.link + Link.sources_stream] }, from, to, places.subarray(c.rowOf(0), c.rowOf(sources)));
};
