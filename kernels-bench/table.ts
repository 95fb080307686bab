import type { Row } from "./bench.ts";
import { type Change, changeOf, type Results } from "./results.ts";

/** Width of each column; "against" is there only in a comparison, the note is as long as it is. */
const WIDTHS = { name: 36, size: 11, median: 9, spread: 17, unit: 14, share: 15, against: 15, note: 0 } as const;
type Cells = Readonly<Record<keyof typeof WIDTHS, string>>;
const TO_THE_RIGHT: readonly string[] = ["size", "median"];

/** Column heads. */
export function head(compared: boolean): string {
  const heads = { name: "benchmark", size: "size", median: "median", spread: "least - most", unit: "", share: "of the ceiling" };
  return joined({ ...heads, against: "against before", note: "" }, compared);
}

/** One row as a line of the table. */
export function line(row: Row, before: Results | undefined): string {
  const { name, size, value, low, high, unit, share, note = "" } = row;
  const cells = {
    name,
    size: size === undefined ? "" : size.toLocaleString("en"),
    median: short(value),
    spread: low === high ? "" : `${short(low)} - ${short(high)}`,
    unit,
    share: share ? `${(100 * share.value).toFixed(0)} % of ${share.of}` : "",
    against: before ? against(changeOf(row, before)) : "",
    note,
  };
  return joined(cells, before !== undefined);
}

function against(change: Change | undefined): string {
  if (!change) return "new";
  return `${short(change.ratio)} x${change.mark && ` ${change.mark}`}`;
}

/** Three digits that matter, never in powers of ten. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = value === 0 ? 0 : Math.max(0, Math.min(6, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function joined(cells: Cells, compared: boolean): string {
  const keys = (Object.keys(WIDTHS) as (keyof Cells)[]).filter((key) => compared || key !== "against");
  const padded = keys.map((key) => (TO_THE_RIGHT.includes(key) ? cells[key].padStart(WIDTHS[key]) : cells[key].padEnd(WIDTHS[key])));
  return padded.join("  ").trimEnd();
}
