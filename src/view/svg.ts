/** A tiny drawing kit: SVG text from numbers, without a DOM, the same in Node and in a page. */
import type { ScaleContinuousNumeric } from "d3-scale";

/** A drawing of a known size: SVG elements with (0, 0) at the top left. */
export interface Panel {
  readonly width: number;
  readonly height: number;
  readonly body: string;
  /** For screen readers and as a heading. */
  readonly title: string;
  /** One sentence under the drawing: what is shown, what is left out. */
  readonly caption: string;
}

/** A continuous d3 scale onto pixels. */
export type Scale = ScaleContinuousNumeric<number, number>;

/** Colours of the page: legible on white. */
export const INK = "#1f2430";
export const SOFT_INK = "#5b6472";
export const GRID = "#e6e8ec";
export const REFERENCE = "#111111";

/** Okabe and Ito's colours (told apart under every common colour blindness), darkened or replaced where white would swallow them. */
const PALETTE = ["#0072b2", "#d55e00", "#009e73", "#b8588f", "#c98500", "#3a9fd6", "#7a1f4d", "#5a5f2a"];

/** Colour of series number `index`; they repeat after eight. */
export function colour(index: number): string {
  return PALETTE[index % PALETTE.length]!;
}

const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif";

/** Text made safe for XML and HTML, in elements and in quoted attributes. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** A coordinate with at most two decimals. */
export function px(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** How text is set. */
interface TextStyle {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly bold?: boolean;
  /** Degrees around (x, y). */
  readonly rotate?: number;
}

/** A line of text with its baseline at y. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 11, anchor = "start", fill = INK, bold = false, rotate } = style;
  const turn = rotate === undefined ? "" : ` transform="rotate(${rotate} ${px(x)} ${px(y)})"`;
  const weight = bold ? ` font-weight="600"` : "";
  return `<text x="${px(x)}" y="${px(y)}" font-size="${size}" text-anchor="${anchor}" fill="${fill}"${weight}${turn}>${escapeXml(content)}</text>`;
}

/** Mean width of a letter over the font size: no font is measured, so that of a wide one in bold. */
const LETTER = 0.65;

/** Rough width of text in px, on the safe side. */
export function textWidth(content: string, size = 11): number {
  return content.length * size * LETTER;
}

/** Text cut to a width, with an ellipsis. */
export function fit(content: string, width: number, size = 11): string {
  const letters = Math.max(1, Math.floor(width / (size * LETTER)));
  return content.length <= letters ? content : `${content.slice(0, Math.max(1, letters - 1))}…`;
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, stroke = INK, width = 1, dash = ""): string {
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${stroke}" stroke-width="${width}"${dashes}/>`;
}

/** A filled rectangle; `extra` is more attributes. */
export function rect(x: number, y: number, width: number, height: number, fill: string, extra = ""): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="${px(Math.max(0, width))}" height="${px(Math.max(0, height))}" fill="${fill}"${extra}/>`;
}

/** A line through points; a point that is not finite breaks it. */
export function polyline(xs: ArrayLike<number>, ys: ArrayLike<number>, stroke: string, width = 1.2, dash = ""): string {
  let d = "";
  let pen = false;
  for (let i = 0; i < xs.length; i++) {
    const finite = Number.isFinite(xs[i]) && Number.isFinite(ys[i]);
    if (finite) d += `${pen ? "L" : "M"}${px(xs[i]!)} ${px(ys[i]!)}`;
    pen = finite;
  }
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  return d === "" ? "" : `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linejoin="round"${dashes}/>`;
}

/** How an axis looks. */
interface AxisStyle {
  readonly label?: string;
  readonly ticks?: number;
  /** d3-format specifier of the ticks; the scale's own when left out. */
  readonly format?: string;
  /** Length of grid lines into the plot, px. */
  readonly grid?: number;
}

/** A horizontal axis at y, ticks and label below. */
export function axisBottom(scale: Scale, y: number, { label, ticks = 6, format, grid = 0 }: AxisStyle = {}): string {
  const [left, right] = ends(scale);
  const named = scale.tickFormat(ticks, format);
  const marks = scale.ticks(ticks).map((tick) => {
    const x = scale(tick);
    const rule = grid > 0 ? line(x, y - grid, x, y, GRID) : "";
    return `${rule}${line(x, y, x, y + 4, SOFT_INK)}${text(x, y + 16, named(tick), { anchor: "middle", fill: SOFT_INK })}`;
  });
  const name = label === undefined ? "" : text((left + right) / 2, y + 33, label, { anchor: "middle" });
  return `${marks.join("")}${line(left, y, right, y, SOFT_INK)}${name}`;
}

/** A vertical axis at x, ticks and label on the left; `labelAt` is the distance of the label from the axis. */
export function axisLeft(scale: Scale, x: number, { label, ticks = 5, format, grid = 0 }: AxisStyle = {}, labelAt = 40): string {
  const [bottom, top] = ends(scale);
  const named = scale.tickFormat(ticks, format);
  const marks = scale.ticks(ticks).map((tick) => {
    const y = scale(tick);
    const rule = grid > 0 ? line(x, y, x + grid, y, GRID) : "";
    return `${rule}${line(x - 4, y, x, y, SOFT_INK)}${text(x - 7, y + 4, named(tick), { anchor: "end", fill: SOFT_INK })}`;
  });
  const name = label === undefined ? "" : text(x - labelAt, (bottom + top) / 2, label, { anchor: "middle", rotate: -90 });
  return `${marks.join("")}${line(x, bottom, x, top, SOFT_INK)}${name}`;
}

function ends(scale: Scale): [number, number] {
  const range = scale.range();
  return [range[0]!, range[range.length - 1]!];
}

/** Panels side by side in rows no wider than `maxWidth`, as one panel; captions are joined. */
export function arrange(title: string, panels: readonly Panel[], maxWidth: number, gap = 18): Panel {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  let width = 0;
  const body = panels.map((panel) => {
    if (x > 0 && x + panel.width > maxWidth) {
      x = 0;
      y += rowHeight + gap;
      rowHeight = 0;
    }
    const placed = `<g transform="translate(${px(x)} ${px(y)})">${panel.body}</g>`;
    x += panel.width + gap;
    width = Math.max(width, x - gap);
    rowHeight = Math.max(rowHeight, panel.height);
    return placed;
  });
  const caption = [...new Set(panels.map((p) => p.caption).filter((c) => c !== ""))].join(" ");
  return { title, caption, width, height: y + rowHeight, body: body.join("\n") };
}

/** An `<svg>` element for a page's body (no namespace: HTML knows it). */
export function svgInline(panel: Panel): string {
  return svgElement(panel, "");
}

/** A standalone SVG file. */
export function svgFile(panel: Panel): string {
  return `${svgElement(panel, ` xmlns="http://www.w3.org/2000/svg"`)}\n`;
}

function svgElement(panel: Panel, namespace: string): string {
  const [width, height] = [Math.ceil(panel.width), Math.ceil(panel.height)];
  return (
    `<svg${namespace} viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${FONT}">` +
    `<title>${escapeXml(panel.title)}</title>\n${rect(0, 0, width, height, "#ffffff")}\n${panel.body}\n</svg>`
  );
}

/**
 * Panels under one title as a standalone SVG file, for a README: rows no wider than `maxWidth`, captions below.
 */
export function figure(title: string, panels: readonly Panel[], maxWidth = 1180): string {
  const all = arrange(title, panels, maxWidth);
  const margin = 16;
  const lines = wrap(all.caption, Math.max(200, all.width));
  const body =
    text(margin, margin + 14, title, { size: 17, bold: true }) +
    `<g transform="translate(${margin} ${margin + 32})">${all.body}</g>` +
    lines.map((row, i) => text(margin, margin + 32 + all.height + 22 + i * 15, row, { fill: SOFT_INK })).join("");
  const height = margin + 32 + all.height + (lines.length > 0 ? 12 + lines.length * 15 : 0) + margin;
  return svgFile({ title, caption: all.caption, width: all.width + 2 * margin, height, body });
}

/** Words in rows of about `width` px. */
function wrap(content: string, width: number): string[] {
  const rows: string[] = [];
  for (const word of content.split(" ").filter((w) => w !== "")) {
    const last = rows[rows.length - 1];
    if (last !== undefined && textWidth(`${last} ${word}`) * 0.85 <= width) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}
