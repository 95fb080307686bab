import { type Span, thinned } from "./spans.ts";

/** Entries given to the panel at most; more become groups. */
const MOST = 20_000;

/**
 * Shows spans in the Performance panel of Chrome's developer tools as tracks of the group "Galvani", if the panel is recording: its
 * extension interface takes `performance.measure` with `detail.devtools`.
 */
export function showInPanel(spans: readonly Span[]): void {
  for (const { track, label, start, ms, calls, merged } of thinned(spans, MOST)) {
    const properties = [["dispatches", String(calls)], ...(merged === undefined ? [] : [["spans put together", String(merged)]])];
    const devtools = { dataType: "track-entry", track, trackGroup: "Galvani", properties };
    performance.measure(label, { start, end: start + ms, detail: { devtools } });
    // The panel has it; the page's own list of measures need not grow.
    performance.clearMeasures(label);
  }
}
