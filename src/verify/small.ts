import addSource from "../../shaders/bench/atomic_add.wgsl";
import copySource from "../../shaders/bench/copy.wgsl";
import randomSource from "../../shaders/verify/random.wgsl";
import type { Device } from "../gpu/device.ts";
import { atomic_add } from "../twins/bench/atomic_add.ts";
import { copy } from "../twins/bench/copy.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { poissonMean } from "../twins/lib/poisson.ts";
import { random } from "../twins/verify/random.ts";
import type { Dice } from "./dice.ts";
import { type Alter, GUARD, POISON } from "./stage.ts";
import type { Tally } from "./tally.ts";

/** Integer random numbers: counters and means at random, and those at the ends of their ranges. */
export async function checkRandom(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  const n = dice.size(20_000, 40_000);
  const counters = dice.words32(4 * n);
  counters.fill(0, 0, 4).fill(0xffffffff, 4, 8);
  const means = new Uint32Array(2 * n);
  for (let i = 0; i < n; i++) {
    const { p0, lambda } = poissonMean(i < 2 ? 8 * i : dice.uniform(0, 1) ** 3 * 8);
    means.set([p0, lambda], 2 * i);
  }
  const key = [dice.word() | 0, dice.word() | 0] as const;
  const expected = new Uint32Array(6 * n + GUARD).fill(POISON);
  random(n, key, counters, means, expected);
  const kernel = await device.kernel(alter ? alter(randomSource) : randomSource);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n, key_low: key[0], key_high: key[1], normal_at: 0 }));
  const results = await device.buffer("results", "u32", expected.length);
  results.fill(POISON);
  const bound = kernel.bind({
    size,
    counters: await device.bufferOf("counters", "u32", counters),
    means: await device.bufferOf("means", "u32", means),
    tables: await device.bufferOf("tables", "u32", new Uint32Array(normalTable)),
    results,
  });
  await device
    .commands("verify random")
    .dispatch(bound, Math.ceil(n / 64))
    .submit();
  tally.words("results", await results.read(), expected);
  return `${n} of each`;
}

export async function checkCopy(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  const n = dice.size(50_000, 100_000);
  const input = dice.words32(n);
  const expected = new Uint32Array(n + GUARD).fill(POISON);
  copy(n, input, expected);
  const kernel = await device.kernel(alter ? alter(copySource) : copySource);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n }));
  const target = await device.buffer("target", "u32", expected.length);
  target.fill(POISON);
  const bound = kernel.bind({ size, source: await device.bufferOf("source", "u32", input), target_words: target });
  await device
    .commands("verify copy")
    .dispatch(bound, Math.ceil(n / 256))
    .submit();
  tally.words("target_words", await target.read(), expected);
  return `${n} words`;
}

export async function checkAdd(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  const n = dice.size(50_000, 100_000);
  const slots = Math.ceil(n / 30);
  const indices = dice.words32(n).map((word) => word % slots);
  const weights = new Int32Array(dice.words32(n));
  const expected = new Int32Array(slots + GUARD).fill(POISON | 0);
  atomic_add(n, indices, weights, expected);
  const kernel = await device.kernel(alter ? alter(addSource) : addSource);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n }));
  const sums = await device.buffer("sums", "i32", expected.length);
  sums.fill(POISON);
  const bound = kernel.bind({
    size,
    indices: await device.bufferOf("indices", "u32", indices),
    weights: await device.bufferOf("weights", "i32", weights),
    sums,
  });
  await device
    .commands("verify atomic add")
    .dispatch(bound, Math.ceil(n / 256))
    .submit();
  tally.words("sums", await sums.read(), expected);
  return `${n} additions`;
}
