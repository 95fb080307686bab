import { HOST_TRACK, type SpanSink } from "../plan/executor.ts";

/** One span: times of `performance.now()`, ms. */
export interface Span {
  readonly track: string;
  readonly label: string;
  readonly start: number;
  readonly ms: number;
  /** Dispatches in it; 0 for what the host does. */
  readonly calls: number;
  /** Only where several spans of a label were put together: how many. */
  readonly merged?: number;
}

/** What the host does while it waits for a submit. */
export const WAITING = "waiting";

/** Keeps spans and takes them apart. */
export class SpanLog implements SpanSink {
  readonly spans: Span[] = [];

  span(track: string, label: string, start: number, ms: number, calls: number): void {
    this.spans.push({ track, label, start, ms, calls });
  }
}

/**
 * Where the time went: ms of each label, every moment counted once. A moment belongs to the dispatches under way, in equal parts where
 * several tracks are busy; where none is, to what the host does; where it does nothing, to `WAITING`. What no span covers is nobody's.
 */
export function partsOf(spans: readonly Span[]): Map<string, number> {
  const edges = spans.flatMap((span) => [
    { at: span.start, span, opens: true },
    { at: span.start + span.ms, span, opens: false },
  ]);
  edges.sort((a, b) => a.at - b.at);
  const parts = new Map<string, number>();
  const open = [new Set<Span>(), new Set<Span>(), new Set<Span>()];
  let last = 0;
  for (const { at, span, opens } of edges) {
    const busy = open.find(({ size }) => size > 0);
    if (busy) for (const { label } of busy) parts.set(label, (parts.get(label) ?? 0) + (at - last) / busy.size);
    last = at;
    const rank = open[span.track !== HOST_TRACK ? 0 : span.label === WAITING ? 2 : 1];
    if (opens) rank.add(span);
    else rank.delete(span);
  }
  return parts;
}

/**
 * The same time in at most `most` spans: as they are where they are few enough, else groups of neighbours of one track, a group being
 * one span a label, laid end to end from where the group began. Lengths are kept, the order inside a group is not. In the order of
 * tracks, then of time.
 */
export function thinned(spans: readonly Span[], most: number): Span[] {
  const tracks = [...new Set(spans.map(({ track }) => track))].map((track) => inOrder(spans.filter((span) => span.track === track)));
  if (spans.length <= most) return tracks.flat();
  for (let size = Math.ceil(spans.length / most); ; size *= 2) {
    const grouped = tracks.flatMap((track) => inGroups(track, size));
    if (grouped.length <= most || size > spans.length) return grouped;
  }
}

/** By time; a span before those inside it. */
function inOrder(spans: Span[]): Span[] {
  return spans.sort((a, b) => a.start - b.start || b.ms - a.ms);
}

function inGroups(track: readonly Span[], size: number): Span[] {
  const grouped: Span[] = [];
  let sums = new Map<string, { ms: number; calls: number; merged: number }>();
  let inGroup = 0;
  let start = 0;
  let end = -Infinity;
  const close = (): void => {
    for (const [label, { ms, calls, merged }] of sums) {
      grouped.push({ track: track[0].track, label, start, ms, calls, merged });
      start += ms;
    }
    sums = new Map();
    inGroup = 0;
  };
  const own = ownTimes(track);
  track.forEach((span, k) => {
    const outside = span.start >= end;
    if (outside && inGroup >= size) close();
    if (inGroup++ === 0) start = span.start;
    if (outside) end = span.start + span.ms;
    const sum = sums.get(span.label) ?? { ms: 0, calls: 0, merged: 0 };
    sums.set(span.label, { ms: sum.ms + own[k], calls: sum.calls + span.calls, merged: sum.merged + 1 });
  });
  close();
  return grouped;
}

/** ms of each span without those inside it. */
function ownTimes(track: readonly Span[]): number[] {
  const own = track.map(({ ms }) => ms);
  const around: number[] = [];
  track.forEach((span, k) => {
    while (around.length > 0 && endOf(track[around[around.length - 1]]) <= span.start) around.pop();
    if (around.length > 0) own[around[around.length - 1]] -= span.ms;
    around.push(k);
  });
  return own;
}

function endOf({ start, ms }: Span): number {
  return start + ms;
}
