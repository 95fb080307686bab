import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadDarcy } from "../../examples/darcy-fno/data.ts";
import { carryOut, darcyFno } from "../../examples/darcy-fno/index.ts";
import { darcy } from "../../examples/darcy-fno/problem.ts";
import { encodeNpy } from "../../src/io/npy.ts";
import { cpuBench } from "./study.ts";
import { tinyDarcy } from "./tiny-darcy.ts";

const PDE = join(import.meta.dirname, "../../../shared/data/pde");

test("reads the set; fewer fields are the first ones", () => {
  const folder = tinyDarcy(5, 2);
  const { train, tests } = loadDarcy(folder, 5);
  expect([train.sizes, train.inputs.length, train.targets.length]).toEqual([[16, 16], 1280, 1280]);
  expect(Object.entries(tests).map(([name, { sizes, inputs }]) => [name, sizes, inputs.length])).toEqual([
    ["16", [16, 16], 512],
    ["32", [32, 32], 2048],
  ]);
  expect(new Set(train.inputs)).toEqual(new Set([0, 1]));
  const fewer = loadDarcy(folder, 2).train;
  expect([fewer.inputs, fewer.targets]).toEqual([train.inputs.slice(0, 512), train.targets.slice(0, 512)]);
});

test.skipIf(!existsSync(PDE))("neuraloperator's own set is 1,000 and 50 cases, the tests at 16 every second place of those at 32", () => {
  const { train, tests } = loadDarcy(PDE, 1000);
  expect(train.inputs.length).toBe(1000 * 256);
  const [coarse, fine] = [tests["16"].targets, tests["32"].targets];
  const every = Float32Array.from(coarse, (_, i) => {
    const [k, row, column] = [Math.floor(i / 256), Math.floor(i / 16) % 16, i % 16];
    return fine[k * 1024 + 64 * row + 2 * column];
  });
  expect(coarse).toEqual(every);
});

test("data that cannot be: one line each", () => {
  const zeros = (...shape: number[]) => encodeNpy(new Float32Array(shape.reduce((a, b) => a * b)), shape);
  const broken = new Float32Array(24 * 256).fill(1);
  broken[7] = Number.NaN;
  const cases: readonly (readonly [string, number, string])[] = [
    ["/nonexistent", 1, 'data: "/nonexistent": is not a folder; name a folder with darcy_train_16_x.npy'],
    [tinyDarcy(24, 6, { "darcy_test_32_y.npy": undefined }), 1, 'darcy_test_32_y.npy": is not there; name a folder with'],
    [tinyDarcy(24, 6, { "darcy_train_16_x.npy": zeros(24, 16, 15) }), 1, "has shape (24, 16, 15); it must be (cases, 16, 16)"],
    [
      tinyDarcy(24, 6, { "darcy_test_32_y.npy": zeros(6, 32, 32) }),
      1,
      'darcy_test_32_y.npy": has 0 everywhere in case 0: there is no error',
    ],
    [tinyDarcy(24, 6, { "darcy_train_16_x.npy": zeros(24, 256) }), 1, "has shape (24, 256); it must be"],
    [tinyDarcy(24, 6, { "darcy_train_16_y.npy": zeros(23, 16, 16) }), 1, "has 23 cases where _x has 24; take both files from one"],
    [tinyDarcy(24, 6, { "darcy_train_16_y.npy": encodeNpy(broken, [24, 16, 16]) }), 1, "has NaN at 7; fields must be finite numbers"],
    [tinyDarcy(24, 6, { "darcy_test_16_x.npy": new Uint8Array(5) }), 1, "is not a .npy file"],
    [tinyDarcy(24, 6), 25, "fields: 25: "],
  ];
  for (const [folder, fields, message] of cases) {
    let said = "";
    try {
      loadDarcy(folder, fields);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toContain(message);
    expect(said).not.toContain("\n");
  }
});

test("a small operator learns, and is judged at both sizes", async () => {
  const settings = { ...darcy.settings, fields: 24, width: 8, modes: 4, layers: 2, epochs: 20, batch: 6, lr: 0.01 };
  const bench = cpuBench();
  const { findings, figures } = await carryOut({ settings, folder: tinyDarcy(), whole: true }, bench);
  const [at16, at32] = findings.map(({ measured }) => measured as number);
  expect(at16).toBeLessThan(0.3);
  expect(at32).toBeLessThan(0.4);
  expect(findings[0]).toMatchObject({ name: "relative L2, test at 16", holds: at16 <= 0.1 });
  expect(findings[1].name).toBe("relative L2, test at 32");
  expect(figures.map(({ title }) => title)).toEqual(["Learning curves", "Test cases at 16", "Test cases at 32"]);
});

test("a set of too few fields is the folder's fault", async () => {
  const message = "has fewer than the 1000 fields to learn from; name the whole set, or lower the scale";
  await expect(darcyFno.run({ seed: 1, data: tinyDarcy() }, cpuBench())).rejects.toThrow(message);
});
