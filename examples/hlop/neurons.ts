import { Code, floatBits } from "../../src/wasm/assembler/code.ts";
import { CompiledLoop } from "../../src/wasm/assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../../src/wasm/assembler/module.ts";
import { I32, Simd, V128 } from "../../src/wasm/assembler/opcodes.ts";
import { Scratch } from "../../src/wasm/assembler/scratch.ts";
import { DECAY, FIRES, STEPS, THRESHOLD } from "./parameters.ts";

/** Addresses and distances in bytes; a group is four neurons. `skip` leads from the end of a sample's first step to the next sample. */
type Advance = (
  samples: number,
  groups: number,
  currents: number,
  perStep: number,
  skip: number,
  trains: number,
  potentials: number,
) => void;

const [SAMPLES, GROUPS, CURRENTS, PER_STEP, SKIP, TRAINS, POTENTIALS] = Array(7).keys();

/** All steps of four neurons at once, which never branch on a spike: a loop of TypeScript takes six times as long, most of it for mispredicted branches. */
const loop = new CompiledLoop<Advance>((shared) => {
  const writer = new FunctionWriter(Array<number>(7).fill(I32));
  const code = new Code();
  const [left, at] = writer.locals(2, I32);
  const [u, train, fired] = writer.locals(3, V128);
  const real = (value: number) => code.all(floatBits(value));
  const step = (t: number) => {
    real(DECAY).get(u).simd(Simd.f32_mul).get(at).memory(Simd.load).simd(Simd.f32_add).set(u);
    code.get(u);
    real(FIRES * THRESHOLD)
      .simd(Simd.f32_ge)
      .set(fired);
    code.get(u, fired);
    real(THRESHOLD).simd(Simd.and).simd(Simd.f32_sub).set(u);
    code.get(train, fired);
    code
      .all(1 << t)
      .simd(Simd.and)
      .simd(Simd.or)
      .set(train);
    code.addLocal(at, PER_STEP);
  };
  const group = () => {
    real(0).set(u);
    code.all(0).set(train);
    code.get(CURRENTS).set(at);
    for (let t = 0; t < STEPS; t++) step(t);
    code.get(TRAINS, train).memory(Simd.store).get(POTENTIALS, u).memory(Simd.store);
    for (const pointer of [CURRENTS, TRAINS, POTENTIALS]) code.add(pointer, 16);
  };
  code.repeat(SAMPLES, () => {
    code.get(GROUPS).set(left);
    code.repeat(left, group);
    code.addLocal(CURRENTS, SKIP);
  });
  return moduleOf(writer, code, shared);
});

let scratch: Scratch | undefined;

/**
 * Runs leaky integrate-and-fire neurons from rest for `STEPS` steps, in float32: u <- DECAY u + I; where u is at least FIRES THRESHOLD
 * there is a spike, and THRESHOLD is taken off.
 * @param currents samples x neurons where `constant`, else samples x steps x neurons
 * @param trains samples x neurons; bit t is a spike in step t
 * @param potentials samples x neurons; u after the last step
 */
export function advance(
  samples: number,
  neurons: number,
  currents: Float32Array,
  constant: boolean,
  trains: Uint32Array,
  potentials: Float32Array,
): void {
  scratch ??= new Scratch();
  const padded = 4 * Math.ceil(neurons / 4);
  const rows = constant ? samples : samples * STEPS;
  const trainsAt = rows * padded;
  const potentialsAt = trainsAt + samples * padded;
  scratch.reserve(potentialsAt + samples * padded);
  scratch.take(currents, rows, neurons, 0, padded);
  const [perStep, skip] = constant ? [0, 0] : [4 * padded, 4 * padded * (STEPS - 1)];
  loop.within(scratch.memory)(samples, padded / 4, 0, perStep, skip, 4 * trainsAt, 4 * potentialsAt);
  scratch.give(potentials, samples, neurons, potentialsAt, padded);
  for (let s = 0; s < samples; s++) {
    const at = trainsAt + s * padded;
    trains.set(scratch.words.subarray(at, at + neurons), s * neurons);
  }
}
