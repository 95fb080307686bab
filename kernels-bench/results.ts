import { readBytes, writeFile } from "../src/cli/output.ts";
import { InputError } from "../src/errors.ts";
import type { Row } from "./bench.ts";
import type { Environment } from "./environment.ts";
import type { Spread } from "./measure.ts";

/** What `--json` writes and `--against` reads. */
export interface Results {
  readonly adapter: string;
  readonly environment: Environment;
  readonly rows: readonly Row[];
}

/** @throws GalvaniError where the file cannot be written */
export function writeResults(path: string, results: Results): void {
  writeFile("--json", path, `${JSON.stringify(results, null, 2)}\n`);
}

/** @throws InputError for a file that is not there or not such a file */
export function readResults(path: string): Results {
  const remedy = "name a file that --json of this program wrote";
  const bytes = readBytes("--against", path, remedy);
  let found: Partial<Results> | null;
  try {
    found = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new InputError("--against", path, `is no JSON (${(error as Error).message}); ${remedy}`);
  }
  if (!Array.isArray(found?.rows) || typeof found.adapter !== "string" || !found.rows.every(isRow))
    throw new InputError("--against", path, `is another file; ${remedy}`);
  return found as Results;
}

function isRow(row: Partial<Row> | null): boolean {
  return typeof row?.name === "string" && [row.value, row.low, row.high].every(Number.isFinite);
}

/** A row beside the same row of another run. */
export interface Change {
  /** Now over before. */
  readonly ratio: number;
  /** Each value lies outside the spread of the other; "changed" where neither way is better. */
  readonly mark: "" | "faster" | "slower" | "changed";
}

/** @returns undefined where `before` has no such row */
export function changeOf(row: Row, before: Results): Change | undefined {
  const old = before.rows.find(({ name, size }) => name === row.name && size === row.size);
  if (!old) return undefined;
  const ratio = row.value / old.value;
  if (inside(row.value, old) || inside(old.value, row)) return { ratio, mark: "" };
  if (!row.better) return { ratio, mark: "changed" };
  return { ratio, mark: ratio > 1 === (row.better === "more") ? "faster" : "slower" };
}

function inside(value: number, { low, high }: Spread): boolean {
  return value >= low && value <= high;
}
