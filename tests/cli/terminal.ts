import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../src/cli/cli.ts";
import type { Io } from "../../src/cli/io.ts";

/** What a command did. */
export interface Done {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** When Ctrl-C comes: after so many ms, or once standard output holds a match. */
interface Interrupt {
  readonly interruptAfter?: number;
  readonly interruptAt?: RegExp;
}

/** Runs `galvani` in this process. */
export async function galvani(argv: readonly string[], { interruptAfter = -1, interruptAt }: Interrupt = {}): Promise<Done> {
  let interrupt = () => {};
  let out = "";
  let err = "";
  const code = await main(argv, {
    out: (text) => {
      out += text;
      if (interruptAt?.test(out)) interrupt();
    },
    err: (text) => {
      // Lines of progress, which a slow machine prints, are tested by themselves.
      if (!/^(building|running|data|training|sweeping|classifying|verifying|comparing executors|done): /.test(text)) err += text;
    },
    terminal: false,
    onInterrupt: (stop) => {
      interrupt = stop;
      const timer = interruptAfter < 0 ? undefined : setTimeout(stop, interruptAfter);
      return () => clearTimeout(timer);
    },
  });
  return { code, out, err };
}

/** Runs another program's command line in this process: npm run bench, npm run qualify. */
export async function ran(
  main: (argv: readonly string[], io: Pick<Io, "out" | "err">) => Promise<number>,
  argv: readonly string[],
): Promise<Done> {
  let out = "";
  let err = "";
  const code = await main(argv, {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  });
  return { code, out, err };
}

export function folder(): string {
  return mkdtempSync(join(tmpdir(), "galvani-cli-"));
}

/** A file of CSV: its names, and the numbers of a column. */
export function csv(file: string): { readonly names: readonly string[]; column(name: string): number[] } {
  const [names, ...rows] = readFileSync(file, "utf8")
    .trim()
    .split("\r\n")
    .map((line) => line.split(","));
  return { names, column: (name) => rows.map((row) => Number(row[names.indexOf(name)])) };
}

/** A small network that fires. */
export const SMALL = {
  galvani: 1,
  name: "small",
  dt: 0.1,
  seed: 3,
  populations: [
    { name: "E", size: 200, model: "iaf_psc_exp" },
    { name: "I", size: 50, model: "iaf_psc_exp" },
  ],
  inputs: [
    { kind: "poisson", target: "E", rate: 8000, weight: 60 },
    { kind: "poisson", target: "I", rate: 8000, weight: 60 },
  ],
  projections: [
    { source: "E", target: "I", rule: { fixed_indegree: { indegree: 20 } }, weight: 40, delay: 1.5 },
    { source: "I", target: "E", rule: { fixed_indegree: { indegree: 10 } }, weight: -80, delay: { uniform: { low: 0.5, high: 2 } } },
  ],
};
