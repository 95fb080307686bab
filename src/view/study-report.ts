import type { Finding } from "./findings.ts";
import { pageOf } from "./page.ts";
import { type Figure, figureSections, findingsSection, type Header, header, notesSection } from "./sections.ts";

/** What the report of a study is made from. */
interface StudyReportInput extends Omit<Header, "headline"> {
  /** What the study is about. */
  readonly about: string;
  readonly findings: readonly Finding[];
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

/** One self-contained HTML page about a study: no script, nothing fetched. */
export function studyReportHtml(input: StudyReportInput): string {
  const { title, about, findings, figures, notes } = input;
  const top = header({ ...input, headline: [`${about}.`, verdict(findings)].filter(Boolean).join(" ") });
  return pageOf(`${title} – Galvani`, [top, findingsSection(findings), ...figureSections(figures), notesSection(notes)].join("\n"));
}

function verdict(findings: readonly Finding[]): string {
  const judged = findings.filter(({ holds }) => holds !== undefined);
  if (judged.length === 0) return "";
  const failed = judged.filter(({ holds }) => holds === false);
  if (failed.length === 0) return judged.length === 1 ? "What was expected holds." : `All ${judged.length} expectations hold.`;
  return `${judged.length - failed.length} of ${judged.length} expectations hold; not: ${failed.map(({ name }) => name).join("; ")}.`;
}
