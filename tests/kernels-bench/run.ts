import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../kernels-bench/cli.ts";

/** Runs `npm run bench -- argv` in this process. */
export async function bench(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
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
  return mkdtempSync(join(tmpdir(), "galvani-bench-"));
}
