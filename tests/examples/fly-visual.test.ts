import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { flyVisual } from "../../examples/fly-visual/index.ts";
import { readConnectome } from "../../examples/fly-visual/reader.ts";
import { InputError } from "../../src/errors.ts";
import { run } from "./run.ts";

const DATA = process.env.GALVANI_FLY_VISUAL ?? "../shared/data/flyvis-visual-system";
const present = existsSync(DATA);
if (!present) console.warn(`fly-visual: skipped, no folder ${DATA}; name one with GALVANI_FLY_VISUAL`);

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A fresh folder with a made-up connectome of 3 neurons and 2 synapses. */
function tiny(change: (folder: string) => void = () => {}): string {
  const folder = mkdtempSync(join(tmpdir(), "galvani-fly-"));
  folders.push(folder);
  const words = Buffer.alloc(8 * 4);
  [0, 1, 2, 2, 1, 2].forEach((word, i) => {
    words.writeUInt32LE(word, 4 * i);
  });
  words.writeFloatLE(-1.5, 24);
  words.writeFloatLE(2, 28);
  const section = (name: string, type: string, count: number, offset: number) => ({ name, type, count, offset });
  const sections = [section("row_ptr", "u32", 4, 0), section("targets", "u32", 2, 16), section("weights", "f32", 2, 24)];
  const sha256 = createHash("sha256").update(words).digest("hex");
  const sidecar = { neurons: 3, connections: 2, sections, bytes_uncompressed: 32, sha256_uncompressed: sha256 };
  writeFileSync(join(folder, "flyvis_extent15.json"), JSON.stringify(sidecar));
  writeFileSync(join(folder, "flyvis_extent15.csr.bin.gz"), gzipSync(words));
  writeFileSync(join(folder, "neurons.csv.gz"), gzipSync("index,type,u,v,role\n0,R1,0,0,input\n1,L1,0,0,hidden\n2,T4,0,0,output\n"));
  change(folder);
  return folder;
}

const MIXED = "type,role\nR1,input\nT4,output\nL1,hidden\n";

test("a small made-up connectome", async () => {
  const { populations, projections } = (await flyVisual.network({ seed: 1, data: tiny() })).resolve();
  expect(populations.map(({ name, size }) => [name, size])).toEqual([
    ["photoreceptors", 1],
    ["hidden", 1],
    ["output", 1],
  ]);
  expect(projections.map(({ source, target, weight }) => [source, target, weight])).toEqual([
    [0, 1, Float64Array.of(-1.5)],
    [1, 2, Float64Array.of(2)],
  ]);
});

describe("a folder that is not the data set", () => {
  const sidecar = (folder: string) => join(folder, "flyvis_extent15.json");
  const edges = (folder: string) => join(folder, "flyvis_extent15.csr.bin.gz");
  test.each<[string, () => string | undefined, RegExp]>([
    ["none named", () => undefined, /^data: undefined: is missing; name a folder/],
    ["absent", () => "/nonexistent/fly", /is not a folder/],
    ["a file", () => "package.json", /is not a folder/],
    ["empty", () => tiny((f) => rmSync(sidecar(f))), /flyvis_extent15\.json.*is not there/],
    ["no edges", () => tiny((f) => rmSync(edges(f))), /csr\.bin\.gz.*is not there/],
    ["sidecar not JSON", () => tiny((f) => writeFileSync(sidecar(f), "spam")), /is not JSON/],
    ["sidecar of another kind", () => tiny((f) => writeFileSync(sidecar(f), "{}")), /must have neurons/],
    ["truncated", () => tiny((f) => truncateSync(edges(f), 20)), /is not a whole gzip file/],
    ["shorter than said", () => tiny((f) => writeFileSync(edges(f), gzipSync(Buffer.alloc(8)))), /holds 8 bytes/],
    ["other bytes", () => tiny((f) => writeFileSync(edges(f), gzipSync(Buffer.alloc(32)))), /SHA-256/],
    ["no roles", () => tiny((f) => writeFileSync(join(f, "neurons.csv.gz"), gzipSync("index,type\n"))), /columns type and role/],
    ["a neuron missing", () => tiny((f) => writeFileSync(join(f, "neurons.csv.gz"), gzipSync("type,role\nR1,input\n"))), /has 1 neurons/],
    ["roles mixed", () => tiny((f) => writeFileSync(join(f, "neurons.csv.gz"), gzipSync(MIXED))), /one after the other/],
  ])("%s", async (_, folder, message) => {
    const made = async () => flyVisual.network({ seed: 1, data: folder() });
    await expect(made).rejects.toThrow(InputError);
    await expect(made).rejects.toThrow(message);
  });
});

describe.skipIf(!present)("the connectome", () => {
  test("has the published counts", () => {
    const { neurons, source, target, weight, type } = readConnectome(DATA);
    expect(neurons).toBe(45_669);
    expect([source.length, target.length, weight.length]).toEqual([1_513_231, 1_513_231, 1_513_231]);
    expect(new Set(type).size).toBe(65);
    expect(weight.filter((w) => w > 0).length).toBe(983_980);
    expect(source.reduce((selves, s, k) => selves + (s === target[k] ? 1 : 0), 0)).toBe(12_380);
  });

  test("runs; light silences L1 and L2, which photoreceptors inhibit", async () => {
    const options = { seed: 1, data: DATA };
    const simulation = await run(flyVisual, options, 50, 50);
    expect(simulation.synapses).toBe(1_513_231);
    const rates = simulation.rates();
    expect(rates.photoreceptors).toBeGreaterThan(20);
    expect(rates.hidden).toBeGreaterThan(2);
    expect(rates.output).toBeGreaterThan(2);
    const [figure] = await flyVisual.figures!(simulation, options);
    expect(figure!.svg).toContain("TmY18");
    simulation.destroy();
  });

  test("damage in a row of the edges is found", () => {
    const folder = mkdtempSync(join(tmpdir(), "galvani-fly-"));
    folders.push(folder);
    cpSync(DATA, folder, { recursive: true });
    const file = join(folder, "flyvis_extent15.json");
    rmSync(file);
    writeFileSync(file, readFileSync(join(DATA, "flyvis_extent15.json"), "utf8").replace('"count": 45670', '"count": 45669'));
    expect(() => readConnectome(folder)).toThrow(/section row_ptr must be 45670/);
  });
});
