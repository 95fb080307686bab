import { htmlTable } from "./table.ts";

/** Something measured, beside what it should be. */
export interface Finding {
  /** With its unit: `weights below 0.1 of the largest (%)`. */
  readonly name: string;
  readonly measured: number | string;
  /** The published or analytic value, and where it is from. */
  readonly expected: string;
  /** Whether the measured value is what was expected, where that can be said. */
  readonly holds?: boolean;
}

/** A measured value for people: five digits; "–" where there is no number. */
export function measuredText({ measured }: Finding): string {
  if (typeof measured === "string") return measured;
  if (!Number.isFinite(measured)) return "–";
  return Number.isInteger(measured) ? measured.toLocaleString("en") : String(Number(measured.toPrecision(5)));
}

/** "yes", "no", or nothing where it cannot be said. */
export function holdsText({ holds }: Finding): string {
  return holds === undefined ? "" : holds ? "yes" : "no";
}

/** A table of HTML. */
export function findingsTable(findings: readonly Finding[]): string {
  const judged = findings.some(({ holds }) => holds !== undefined);
  const head = ["finding", "measured", "expected", ...(judged ? ["holds"] : [])];
  const rows = findings.map((finding) => [finding.name, measuredText(finding), finding.expected, ...(judged ? [holdsText(finding)] : [])]);
  return htmlTable(head, rows, "findings");
}
