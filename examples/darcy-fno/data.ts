import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../src/errors.ts";
import { decodeNpy } from "../../src/io/npy.ts";
import type { FieldData, FieldSet } from "../../src/operator/data.ts";

/** Points along each axis that are learnt from, and of the tests. */
export const TRAINED = 16;
const TESTED = [16, 32];
const SETS = [`train_${TRAINED}`, ...TESTED.map((n) => `test_${n}`)];
/** What a folder must hold, for messages. */
export const DARCY_FILES = `with ${SETS.map((set) => `darcy_${set}_x.npy and _y.npy`).join(", ")}: neuraloperator's small Darcy set as arrays of (cases, n, n)`;

/**
 * Reads Darcy flow: permeability (x) to pressure (y) on the unit square.
 * @param fields to learn from, the first ones of the file
 * @throws InputError at `data`: a folder or file absent, damaged, of another shape; at `fields`: more than there are
 */
export function loadDarcy(folder: string, fields: number): FieldData {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new InputError("data", folder, `is not a folder; name a folder ${DARCY_FILES}`);
  const train = read(folder, `train_${TRAINED}`, TRAINED);
  const places = TRAINED ** 2;
  const there = train.inputs.length / places;
  if (fields > there) throw new InputError("fields", fields, `${folder} has ${there} to learn from; give as many or fewer`);
  const tests = TESTED.map((n) => [String(n), read(folder, `test_${n}`, n)] as const);
  const some = { inputs: train.inputs.slice(0, fields * places), targets: train.targets.slice(0, fields * places) };
  return { train: { ...train, ...some }, tests: Object.fromEntries(tests) };
}

function read(folder: string, set: string, n: number): FieldSet {
  const [inputs, targets] = ["x", "y"].map((part) => array(join(folder, `darcy_${set}_${part}.npy`), n));
  if (inputs!.length !== targets!.length) {
    const counts = `${targets!.length / n ** 2} cases where _x has ${inputs!.length / n ** 2}`;
    throw new InputError("data", join(folder, `darcy_${set}_y.npy`), `has ${counts}; take both files from one data set`);
  }
  const places = n ** 2;
  for (let from = 0; from < targets!.length; from += places) {
    if (targets!.subarray(from, from + places).some((value) => value !== 0)) continue;
    const problem = `has 0 everywhere in case ${from / places}: there is no error relative to it; leave the case out of both files`;
    throw new InputError("data", join(folder, `darcy_${set}_y.npy`), problem);
  }
  return { sizes: [n, n], in_channels: 1, out_channels: 1, inputs: inputs!, targets: targets! };
}

function array(path: string, n: number): Float32Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw new InputError(
      "data",
      path,
      `${missing ? "is not there" : `cannot be read (${(error as Error).message})`}; name a folder ${DARCY_FILES}`,
    );
  }
  const { data, shape } = decodeNpy(bytes, "data", path);
  if (shape.length !== 3 || shape[0] === 0 || shape[1] !== n || shape[2] !== n)
    throw new InputError("data", path, `has shape (${shape.join(", ")}); it must be (cases, ${n}, ${n}), at least one case`);
  const values = Float32Array.from(data as ArrayLike<number | bigint>, Number);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new InputError("data", path, `has ${values[wrong]} at ${wrong}; fields must be finite numbers`);
  return values;
}
