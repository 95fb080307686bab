import { HOST_TRACK } from "../plan/executor.ts";
import type { Profile } from "../simulate/profile.ts";
import { type Span, thinned } from "../simulate/spans.ts";

/** Spans a trace holds at most; more become groups. Viewers stay quick, and a file below 10 MB. */
const MOST = 45_000;
const PROCESS = 1;

/**
 * A profile as Chrome trace events, JSON text: open it in Perfetto (ui.perfetto.dev) or chrome://tracing. A track for the host, one for
 * the GPU's queue or each thread; the spans of a track nest or follow each other. Times in microseconds from the first span. Where there
 * are too many spans, groups of neighbours are put together, a span a label laid end to end; `otherData` and each span's `args` say so.
 * @param title what ran, and on which adapter
 */
export function traceEvents({ spans, clock }: Pick<Profile, "spans" | "clock">, title: string): string {
  const shown = thinned(spans, MOST);
  // The host's track first, whatever it did first.
  const tracks = [...new Set([HOST_TRACK, ...shown.map(({ track }) => track)])];
  const origin = shown.reduce((first, { start }) => Math.min(first, start), Infinity);
  const traceEvents = [
    meta("process_name", 0, title),
    ...tracks.map((track, tid) => meta("thread_name", tid, track)),
    ...tracks.map((_, tid) => ({ ph: "M", pid: PROCESS, tid, name: "thread_sort_index", args: { sort_index: tid } })),
    ...shown.map((span) => event(span, tracks.indexOf(span.track), origin)),
  ];
  const merged = shown.length < spans.length;
  const otherData = {
    clock,
    spans: merged
      ? `${spans.length} spans in ${shown.length}: neighbours put together, their lengths kept, their order inside a group not`
      : `all ${spans.length}`,
  };
  return `${JSON.stringify({ displayTimeUnit: "ms", otherData, traceEvents })}\n`;
}

function meta(what: string, tid: number, name: string) {
  return { ph: "M", pid: PROCESS, tid, name: what, args: { name } };
}

/** Both ends are rounded to whole nanoseconds: what nests or follows still does. */
function event({ label, start, ms, calls, merged }: Span, tid: number, origin: number) {
  const from = nanoseconds(start - origin);
  const args = { ...(calls > 0 && { dispatches: calls }), ...(merged !== undefined && { merged }) };
  return { ph: "X", pid: PROCESS, tid, name: label, ts: from / 1000, dur: (nanoseconds(start + ms - origin) - from) / 1000, args };
}

function nanoseconds(ms: number): number {
  return Math.round(ms * 1e6);
}
