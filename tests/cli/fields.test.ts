/** What `galvani run --out` writes of recorded fields. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeNpz } from "../../src/io/npz.ts";
import { galvani } from "./terminal.ts";

test("frames as npz, a line's picture in the report", async () => {
  const folder = mkdtempSync(join(tmpdir(), "galvani-"));
  try {
    const common = { model: "klein-gordon", length: 4, dt: 0.5, speed: 0.2, mass: 0.2 };
    const file = join(folder, "net.json");
    const network = {
      ...{ galvani: 1, dt: 0.1, seed: 1, populations: [{ name: "E", size: 4, model: "iaf_psc_exp" }] },
      fields: [
        { name: "a line", sizes: [8], initial: { phi: [1, 0, 0, 0, 0, 0, 0, 0] }, ...common },
        { name: "sheet", sizes: [3, 4], ...common },
      ],
      record: [
        { field: "a line", every: 1 },
        { field: "sheet", variable: "velocity" },
        { field: "a line", every: 2.5 },
      ],
    };
    writeFileSync(file, JSON.stringify(network));
    const out = join(folder, "out");
    const { code } = await galvani(["run", file, "--duration", "5", "--adapter", "cpu", "--out", out]);
    expect(code).toBe(0);
    const line = decodeNpz(readFileSync(join(out, "field-a_line-phi.npz")));
    expect([...line.times.data].map(Number)).toEqual([1, 2, 3, 4, 5]);
    expect(line.values.shape).toEqual([5, 8]);
    expect(Number(line.values.data[0])).toBeGreaterThan(0.5);
    const seldom = decodeNpz(readFileSync(join(out, "field-a_line-phi-2.npz")));
    expect([...seldom.times.data].map(Number)).toEqual([2.5, 5]);
    expect([...seldom.values.data].slice(8)).toEqual([...line.values.data].slice(32));
    expect(decodeNpz(readFileSync(join(out, "field-sheet-velocity.npz"))).values.shape).toEqual([10, 3, 4]);
    const report = readFileSync(join(out, "report.html"), "utf8");
    expect(report).toContain("Field a line: phi");
    expect(report).not.toContain("Field sheet");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
