import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { InputError } from "../src/errors.ts";
import type { Row, Spread } from "./bench.ts";
import type { Environment } from "./environment.ts";

/** What `--json` writes and `--against` reads. */
export interface Results {
  readonly adapter: string;
  readonly environment: Environment;
  readonly rows: readonly Row[];
}

/** Before anything is measured. @throws InputError for a path that cannot be written */
export function checkWritable(path: string): void {
  try {
    accessSync(dirname(path), constants.W_OK);
  } catch (error) {
    throw new InputError("--json", path, reason(error));
  }
}

/** @throws InputError for a path that cannot be written */
export function writeResults(path: string, results: Results): void {
  try {
    writeFileSync(path, `${JSON.stringify(results, null, 2)}\n`);
  } catch (error) {
    throw new InputError("--json", path, reason(error));
  }
}

/** @throws InputError for a file that is not there or not such a file */
export function readResults(path: string): Results {
  let found: Partial<Results> | null;
  try {
    found = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new InputError("--against", path, reason(error));
  }
  if (!Array.isArray(found?.rows) || typeof found.adapter !== "string" || !found.rows.every(isRow))
    throw new InputError("--against", path, "is not a file that --json of this program wrote");
  return found as Results;
}

function isRow(row: Partial<Row> | null): boolean {
  return typeof row?.name === "string" && [row.value, row.low, row.high].every(Number.isFinite);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
