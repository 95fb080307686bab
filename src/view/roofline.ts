import { scaleLog } from "d3-scale";
import { ATOMIC_BYTES, type Ceilings } from "../plan/ceilings.ts";
import type { KernelProfile } from "../simulate/profile.ts";
import { axisBottom, axisLeft, colour, fit, line, type Panel, px, rect, type Scale, SOFT_INK, text, textWidth } from "./svg.ts";

const WIDTH = 760;
const HEIGHT = 460;
const MARGIN = { left: 66, right: 22, top: 34, bottom: 46 };

/** What a roofline shows of a profile. */
export interface RooflineInput {
  /** With its kind: a software adapter's ceilings are not a GPU's. */
  readonly adapter: string;
  readonly ceilings: Ceilings;
  readonly kernels: readonly Pick<KernelProfile, "label" | "read" | "written" | "operations" | "gops" | "bound" | "ofCeiling">[];
}

interface Point {
  readonly label: string;
  readonly x: number;
  readonly y: number;
}

/**
 * The roofline of a run: operations a byte across, 1e9 operations a second up, both logarithmic. A sloped roof for copying, one for
 * scattered atomic adds, the flat one of multiply-adds; the ridges where they meet are marked. A point a kernel; one that computes nothing
 * or moves nothing has no place and is named in the caption.
 */
export function roofline({ adapter, ceilings, kernels }: RooflineInput): Panel {
  const points: Point[] = [];
  const missing: string[] = [];
  for (const { label, read, written, operations, gops, bound, ofCeiling } of kernels) {
    const x = operations / (read + written);
    const kind = bound === "arithmetic" ? "compute-bound" : bound === "copy" ? "memory-bound" : "memory-bound (atomics)";
    if (x > 0 && Number.isFinite(x) && gops > 0) points.push({ label: `${label}: ${kind}, ${percent(ofCeiling)} of it`, x, y: gops });
    else missing.push(label);
  }
  const roofs = [
    { name: `copy ${shown(ceilings.copyGBs)} GB/s`, gbs: ceilings.copyGBs, stroke: colour(0) },
    { name: `scattered adds ${shown(ceilings.atomicMs)} M/s`, gbs: (ceilings.atomicMs * ATOMIC_BYTES) / 1000, stroke: colour(1) },
  ];
  const { x, y } = scales(points, roofs, ceilings.fmaGops);
  const [bottom, right] = [HEIGHT - MARGIN.bottom, WIDTH - MARGIN.right];
  const body = [
    text(MARGIN.left, 18, fit(`Roofline: ${adapter}`, right - MARGIN.left, 13), { bold: true, size: 13 }),
    axisBottom(x, bottom, { label: "operations a byte", format: "~g", grid: bottom - MARGIN.top }),
    axisLeft(y, MARGIN.left, { label: "1e9 operations a second", format: "~g", grid: right - MARGIN.left, ticks: 6 }, 48),
    flatRoof(x, y, ceilings.fmaGops),
    ...roofs.map((roof, k) => slopedRoof(x, y, roof, ceilings.fmaGops, k)),
    ...points.map((point, k) => dot(x, y, point, k)),
  ].join("\n");
  const left = missing.length > 0 ? ` Without a place here: ${missing.join(", ")}.` : "";
  const caption =
    "Operations and bytes are counted by each kernel's declared model, times and roofs measured in one run. Below a slope: held up by memory; " +
    `below the flat roof: by arithmetic; the ridge is where they meet. Far below both: neither is what it waits for.${left}`;
  return { width: WIDTH, height: HEIGHT, title: `Roofline of ${adapter}`, caption, body };
}

function scales(points: readonly Point[], roofs: readonly { readonly gbs: number }[], peak: number): { x: Scale; y: Scale } {
  const ridges = roofs.map(({ gbs }) => peak / gbs);
  const xs = [...ridges, ...points.map((point) => point.x)];
  const low = Math.min(...xs) / 4;
  const ys = [peak, ...points.map((point) => point.y), ...roofs.map(({ gbs }) => gbs * low)];
  return {
    x: scaleLog([low, Math.max(...xs) * 4], [MARGIN.left, WIDTH - MARGIN.right]),
    y: scaleLog([Math.min(...ys) / 2, Math.max(...ys) * 3], [HEIGHT - MARGIN.bottom, MARGIN.top]),
  };
}

function flatRoof(x: Scale, y: Scale, peak: number): string {
  const [from, to] = x.range();
  const at = y(peak);
  return (
    line(from, at, to, at, SOFT_INK, 1.5) + text(to - 4, at - 6, `multiply-add ${shown(peak)} GOP/s`, { anchor: "end", fill: SOFT_INK })
  );
}

function slopedRoof(
  x: Scale,
  y: Scale,
  { name, gbs, stroke }: { name: string; gbs: number; stroke: string },
  peak: number,
  k: number,
): string {
  const low = x.domain()[0];
  const ridge = peak / gbs;
  const [x1, y1, x2, y2] = [x(low), y(gbs * low), x(ridge), y(peak)];
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  // The names stand at different places along their slopes: the slopes may be close together.
  const at = 0.3 + 0.3 * k;
  const [cx, cy] = [x1 + at * (x2 - x1), y1 + at * (y2 - y1)];
  const mark = `<circle cx="${px(x2)}" cy="${px(y2)}" r="3.5" fill="#ffffff" stroke="${stroke}" stroke-width="1.5"/>`;
  const foot = y(y.domain()[0]);
  const drop =
    line(x2, y2, x2, foot, stroke, 0.8, "2 3") + text(x2 + 3, foot - 6 - 13 * k, `ridge ${shown(ridge)}`, { size: 10, fill: stroke });
  return line(x1, y1, x2, y2, stroke, 1.5) + drop + mark + text(cx, cy - 6, name, { anchor: "middle", fill: stroke, rotate: angle });
}

function dot(x: Scale, y: Scale, point: Point, k: number): string {
  const [cx, cy] = [x(point.x), y(point.y)];
  const fill = colour(2 + k);
  const width = textWidth(point.label) * 0.8;
  const flips = cx + 9 + width > WIDTH - MARGIN.right;
  const from = flips ? cx - 9 - width : cx + 9;
  const ground = rect(from - 2, cy - 9, width + 4, 15, "#ffffff", ` fill-opacity="0.75"`);
  const label = text(flips ? cx - 9 : cx + 9, cy + 3, point.label, { anchor: flips ? "end" : "start", fill });
  return `${ground}<circle cx="${px(cx)}" cy="${px(cy)}" r="5" fill="${fill}"/>${label}`;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
