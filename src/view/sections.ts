/** The parts that reports are put together from. */
import { type Finding, findingsTable } from "./findings.ts";
import { escapeXml, type Panel, svgInline } from "./svg.ts";

/** A drawing for a report. */
export interface Figure {
  readonly title: string;
  /** A whole `<svg>` element. */
  readonly svg: string;
  readonly caption?: string;
}

/** What a report begins with. */
export interface Header {
  readonly title: string;
  /** One or two sentences. */
  readonly headline: string;
  readonly summary: Readonly<Record<string, string | number>>;
  /** The exact command that made it. */
  readonly command: string;
  readonly version: string;
}

/** Title, headline, the first table and the command. */
export function header({ title, headline, summary, command, version }: Header): string {
  const rows = Object.entries(summary).map(
    ([name, value]) => `<tr><th scope="row">${escapeXml(name)}</th><td>${escapeXml(show(value))}</td></tr>`,
  );
  return `<header><h1>${escapeXml(title)}</h1>
<p class="headline">${escapeXml(headline)}</p></header>
<section class="top"><table class="summary">${rows.join("")}</table>
<div class="command"><h2>Made by</h2><pre>${escapeXml(command)}</pre><p class="soft">Galvani ${escapeXml(version)}</p></div></section>`;
}

/** Numbers with thousands separators, text as it is. */
export function show(value: string | number): string {
  if (typeof value === "string") return value;
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toLocaleString("en", { maximumSignificantDigits: 6 });
}

/** A box with a heading; `body` is trusted HTML. */
export function section(title: string, body: string): string {
  return `<section><h2>${escapeXml(title)}</h2>\n${body}</section>`;
}

/** Of a report's drawings, px. */
export const WIDTH = 1150;

/** A panel with its caption. */
export function drawing(panel: Panel): string {
  return figureHtml(svgInline(panel), panel.caption);
}

function figureHtml(svg: string, caption: string): string {
  return `<figure>${svg}${caption === "" ? "" : `<figcaption>${escapeXml(caption)}</figcaption>`}</figure>`;
}

/** HTML needs no namespace on inline SVG, and a file's prologue has no place there. */
function svgWithoutNamespace(svg: string): string {
  return svg.replace(/^\s*(<\?xml[^>]*>\s*|<!DOCTYPE[^>]*>\s*)*/i, "").replaceAll(/\sxmlns(:\w+)?="[^"]*"/g, "");
}

/** A section a figure. */
export function figureSections(figures: readonly Figure[]): string[] {
  return figures.map(({ title, svg, caption = "" }) => section(title, figureHtml(svgWithoutNamespace(svg), caption)));
}

/** Empty where there is none. */
export function findingsSection(findings: readonly Finding[]): string {
  return findings.length === 0 ? "" : section("Findings", findingsTable(findings));
}

/** Empty where there is none. */
export function notesSection(notes: readonly string[]): string {
  return notes.length === 0 ? "" : section("Notes", `<ul>${notes.map((note) => `<li>${escapeXml(note)}</li>`).join("")}</ul>`);
}
