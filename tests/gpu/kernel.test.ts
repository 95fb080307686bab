import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadShader } from "../../scripts/wgsl.mjs";
import { DeviceError, ShaderError } from "../../src/errors.ts";
import { openDevice } from "../../src/gpu/adapter.ts";
import type { Device } from "../../src/gpu/device.ts";
import { shader } from "./shaders.ts";

let device: Device;
beforeAll(async () => {
  device = await openDevice("software");
});
afterAll(() => device.destroy());

/** A folder of shaders on disk. */
function shaders(files: Record<string, string>): string {
  const root = join(mkdtempSync(join(tmpdir(), "wgsl-")), "shaders");
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const MAIN = "@compute @workgroup_size(1)\nfn main() { o[0] = twice(2u); }\n";
const OUT = "@group(0) @binding(0) var<storage, read_write> o: array<u32>;\n";

test("an error in an imported file is placed at its own line and column", async () => {
  const root = shaders({
    "lib/a.wgsl": "fn twice(x: u32) -> u32 {\n  let y = x;\n  return   wrong * y;\n}\n",
    "k/main.wgsl": `// first\n#import "lib/a"\n${OUT}${MAIN}`,
  });
  const error = await device.kernel(loadShader(join(root, "k/main.wgsl"))).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ShaderError);
  expect((error as ShaderError).place).toBe("shaders/lib/a.wgsl:3:12");
  expect((error as ShaderError).reason).toContain("wrong");
});

test("lines after an import keep their own numbers, and a file is inlined once", async () => {
  const root = shaders({
    "lib/a.wgsl": '#import "lib/b"\nfn twice(x: u32) -> u32 { return once(x) + once(x); }\n',
    "lib/b.wgsl": "fn once(x: u32) -> u32 { return x; }\n",
    "k/good.wgsl": `#import "lib/b"\n#import "lib/a"\n${OUT}${MAIN}`,
    "k/bad.wgsl": `#import "lib/b"\n#import "lib/a"\n${OUT}${MAIN.replace("2u", "2.5")}`,
  });
  const good = loadShader(join(root, "k/good.wgsl"));
  expect(good.text.match(/fn once/g)).toHaveLength(1);
  await device.kernel(good);
  await expect(device.kernel(loadShader(join(root, "k/bad.wgsl")))).rejects.toThrow("shaders/k/bad.wgsl:5:26");
});

test("an import cycle and a missing import name the files", () => {
  const root = shaders({ "lib/a.wgsl": '#import "lib/b"\n', "lib/b.wgsl": '#import "lib/a"\n', "k.wgsl": '\n#import "lib/c"\n' });
  expect(() => loadShader(join(root, "lib/a.wgsl"))).toThrow("shaders/lib/a.wgsl -> shaders/lib/b.wgsl -> shaders/lib/a.wgsl");
  expect(() => loadShader(join(root, "k.wgsl"))).toThrow("shaders/k.wgsl:2: #import");
});

const SUM = shader(
  "sum.wgsl",
  `struct U { n: u32, scale: f32, pad: vec2<u32> }
struct W { step: u32 }
@group(0) @binding(0) var<uniform> u: U;
@group(0) @binding(1) var<storage, read> x: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<atomic<i32>>;
@group(0) @binding(3) var<storage, read> pairs: array<vec2<u32>>;
@group(1) @binding(0) var<uniform> w: W;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) g: vec3<u32>) {
  if (g.x < u.n) { atomicAdd(&y[g.x], i32(x[g.x] * u.scale) + i32(pairs[g.x].y + w.step)); }
}`,
);

test("equal shaders share one kernel, also while compiling", async () => {
  const [a, b] = await Promise.all([device.kernel(SUM), device.kernel({ ...SUM })]);
  expect(a).toBe(b);
});

test("binds by name, packs structs by field, chooses the slot of the dynamic uniform", async () => {
  const kernel = await device.kernel(SUM);
  const u = await device.uniform("u", kernel.uniformSize("u"));
  u.write(kernel.pack("u", { n: 2, scale: 2.5, pad: [0, 0] }));
  const w = await device.uniform("w", 4, 3);
  w.writeAll(new Uint32Array([100, 200, 300]).buffer);
  const x = await device.bufferOf("x", "f32", new Float32Array([2, -4]));
  const y = await device.buffer("y", "i32", 2);
  const pairs = await device.bufferOf("pairs", "u32", new Uint32Array([9, 1, 9, 2]));
  const bound = kernel.bind({ u, w, x, y, pairs });
  const commands = device.commands("sum").dispatch(bound, 1, 0).dispatch(bound, 1, 2);
  await commands.submit();
  // Each dispatch adds x * 2.5, the second word of the pair, and the slot's step.
  expect([...(await y.read())]).toEqual([2 * (5 + 1) + 400, 2 * (-10 + 2) + 400]);
  expect(() => commands.dispatch(bound, 1, 3)).toThrow(/slot 3 of 3/);
});

test("binding mistakes name kernel and binding", async () => {
  const kernel = await device.kernel(SUM);
  const u = await device.uniform("u", 16);
  const w = await device.uniform("w", 4);
  const x = await device.buffer("floats", "f32", 2);
  const y = await device.buffer("ints", "i32", 2);
  const pairs = await device.buffer("pairs", "u32", 4);
  const good = { u, w, x, y, pairs };
  expect(() => kernel.bind(good)).not.toThrow();
  const { x: _, ...missing } = good;
  expect(() => kernel.bind(missing)).toThrow('kernel sum.wgsl, binding "x": no buffer given');
  expect(() => kernel.bind({ ...good, z: x })).toThrow('binding "z": not a variable');
  expect(() => kernel.bind({ ...good, x: y }, "layer 1")).toThrow('kernel sum.wgsl (layer 1), binding "x": is f32, but "ints" holds i32');
  expect(() => kernel.bind({ ...good, u: w })).toThrow('binding "u": the struct has 16 bytes, "w" 4');
  expect(() => kernel.bind({ ...good, u: x })).toThrow(DeviceError);
  expect(() => kernel.bind({ ...good, y: u })).toThrow("is storage");
  expect(() => kernel.pack("u", { n: 1, scale: 1 })).toThrow("u.pad");
  expect(() => kernel.pack("u", { n: 1.5, scale: 1, pad: [0, 0] })).toThrow("not a 32-bit integer");
  const two = await device.kernel(
    shader(
      "two.wgsl",
      "@group(0) @binding(0) var<storage, read> a: array<u32>;\n@group(0) @binding(1) var<storage, read_write> b: array<u32>;\n@compute @workgroup_size(1) fn main() { b[0] = a[0]; }",
    ),
  );
  expect(() => two.bind({ a: pairs, b: pairs })).toThrow('"pairs" is also bound to a');
});

test("more than 65535 workgroups fold to two dimensions", async () => {
  const source = shader(
    "fold.wgsl",
    `${OUT.replace("array<u32>", "array<atomic<u32>>")}@compute @workgroup_size(1)
fn main(@builtin(workgroup_id) g: vec3<u32>, @builtin(num_workgroups) n: vec3<u32>) { if (g.x + g.y * n.x < 70001u) { atomicAdd(&o[0], 1u); } }`,
  );
  const o = await device.buffer("o", "u32", 1);
  await device
    .commands("fold")
    .dispatch((await device.kernel(source)).bind({ o }), 70001)
    .submit();
  expect([...(await o.read())]).toEqual([70001]);
});
