import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { decodeNpz, encodeNpz, spikesNpz } from "../../src/io/npz.ts";
import type { SpikeData } from "../../src/view/data.ts";

const spikes: SpikeData = {
  step: Uint32Array.of(1, 1, 4_000_000_000),
  neuron: Uint32Array.of(0, 2, 1),
  populations: [
    { name: "L2/3E", first: 0, size: 2 },
    { name: "größer <&> 🧠", first: 2, size: 3 },
  ],
  dt: 0.1,
  from: 0,
  to: 4_000_000_001,
};

const hasNumpy = spawnSync("python3", ["-c", "import numpy"]).status === 0;

describe("npz", () => {
  test("arrays come back as they went in", () => {
    const arrays = {
      u32: { data: Uint32Array.of(0, 1, 0xffffffff), shape: [3] },
      f64: { data: Float64Array.of(Math.PI), shape: [] },
      f32: { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] },
      i16: { data: Int16Array.of(-1, 7), shape: [2, 1] },
      none: { data: new Uint32Array(0), shape: [0] },
      text: { data: ["a", "", "größer 🧠"], shape: [3] },
      noText: { data: [], shape: [0] },
    };
    for (const level of [0, 3] as const) expect(decodeNpz(encodeNpz(arrays, level))).toEqual(arrays);
  });

  test("a header is the one NumPy writes: magic, version 1.0, a multiple of 64 bytes, ended by a newline", () => {
    for (const [name, member] of Object.entries(unzipSync(spikesNpz(spikes)))) {
      expect(name).toMatch(/^(step|neuron|population|offset|dt)\.npy$/);
      expect([...member.slice(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
      const length = member[8]! + 256 * member[9]!;
      expect((10 + length) % 16).toBe(0);
      expect(member[9 + length]).toBe(10);
    }
  });

  test("spikes carry names, offsets and dt, and the same bytes every time", () => {
    const bytes = spikesNpz(spikes);
    expect(decodeNpz(bytes)).toEqual({
      step: { data: spikes.step, shape: [3] },
      neuron: { data: spikes.neuron, shape: [3] },
      population: { data: ["L2/3E", "größer <&> 🧠"], shape: [2] },
      offset: { data: Uint32Array.of(0, 2, 5), shape: [3] },
      dt: { data: Float64Array.of(0.1), shape: [] },
    });
    expect(spikesNpz(spikes)).toEqual(bytes);
  });

  test("no spikes and no populations make a readable file", () => {
    const none = { ...spikes, step: new Uint32Array(0), neuron: new Uint32Array(0), populations: [] };
    expect(decodeNpz(spikesNpz(none))["offset"]!.data).toEqual(Uint32Array.of(0));
  });

  test.skipIf(!hasNumpy)("NumPy reads it", () => {
    const folder = mkdtempSync(join(tmpdir(), "galvani-npz-"));
    const file = join(folder, "spikes.npz");
    writeFileSync(file, spikesNpz(spikes));
    const program = `import numpy as np, sys, json
z = np.load(sys.argv[1])
print(json.dumps({k: [str(z[k].dtype), list(z[k].shape), z[k].tolist()] for k in z.files}))`;
    const { stdout, stderr } = spawnSync("python3", ["-c", program, file], { encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({
      step: ["uint32", [3], [1, 1, 4_000_000_000]],
      neuron: ["uint32", [3], [0, 2, 1]],
      population: ["<U12", [2], ["L2/3E", "größer <&> 🧠"]],
      offset: ["uint32", [3], [0, 2, 5]],
      dt: ["float64", [], 0.1],
    });
  });
});

describe("bad npz input is named", () => {
  const whole = spikesNpz(spikes);
  test("a cut file", () => {
    expect(() => decodeNpz(whole.slice(0, whole.length - 40), "a.npz")).toThrow(InputError);
    expect(() => decodeNpz(new Uint8Array(0), "a.npz")).toThrow(/^a\.npz: /);
  });
  test("a shape that does not fit", () => {
    expect(() => encodeNpz({ a: { data: new Float32Array(3), shape: [2, 2] } })).toThrow(/npz array "a": 3: shape \[2, 2\] needs 4 values/);
  });
});
