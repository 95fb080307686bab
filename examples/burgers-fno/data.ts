import { InputError } from "../../src/errors.ts";
import { FieldSimulation } from "../../src/field/simulation.ts";
import type { FieldData, FieldSet } from "../../src/operator/data.ts";
import { normalQ26 } from "../../src/twins/lib/normal.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../../src/twins/lib/philox.ts";

/** Viscosity and the time that is learnt, on the periodic unit interval. */
export const VISCOSITY = 0.1;
export const TIME = 1;
/** Of the solver. At twice as many the fields change by 2e-6 of their norm (float64, 200 fields). */
const STEPS = 100;
/** Of all fields at the solver's points: 4 GiB. */
const MOST_NUMBERS = 2 ** 30;

/** A set to make. */
interface BurgersWanted {
  readonly seed: number;
  /** Fields to learn from, and to be judged by. */
  readonly train: number;
  readonly test: number;
  /** Points that are learnt from; tests have as many, and 2 and 4 times as many. */
  readonly points: number;
  readonly signal?: AbortSignal;
  /** @param share of it done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/**
 * Burgers' equation from time 0 to 1. First fields are drawn from N(0, 625 (-Lap + 25)^-2) without its constant mode, as the authors of the
 * FNO's paper have it in their code (`GRF1.m`): a mean would be nearly all that is left at time 1. All are solved at 4 x `points` by the
 * project's own solver, on the `cpu` executor, so that they are the same on every machine, and every second or fourth point is taken.
 * @throws InputError at `fields` for more than an array holds; the signal's reason
 */
export async function burgersData({ seed, train, test, points, signal, onProgress }: BurgersWanted): Promise<FieldData> {
  const fine = 4 * points;
  const count = train + test;
  if (count * fine > MOST_NUMBERS) {
    const tested = `with ${test.toLocaleString("en")} to be judged by they are`;
    throw new InputError("fields", train, `${tested} more than ${MOST_NUMBERS / fine}, which no array holds; take fewer`);
  }
  const first = new Float32Array(count * fine);
  first.set(drawFields(seed, 0, train, fine));
  first.set(drawFields(seed, 1, test, fine), train * fine);
  const spec = { model: "burgers", sizes: [fine], length: 1, dt: TIME / STEPS, viscosity: VISCOSITY, batch: count } as const;
  const simulation = await FieldSimulation.create({ ...spec, initial: { u: first } }, { adapter: "cpu" });
  try {
    await simulation.advance(STEPS, { signal, onProgress });
    const last = await simulation.read("u");
    const set = (from: number, to: number, n: number): FieldSet => {
      const some = (fields: Float32Array) => every(fields.subarray(from * fine, to * fine), fine / n);
      return { sizes: [n], in_channels: 1, out_channels: 1, inputs: some(first), targets: some(last) };
    };
    const tests = [points, 2 * points, fine].map((n) => [String(n), set(train, count, n)] as const);
    return { train: set(0, train, points), tests: Object.fromEntries(tests) };
  } finally {
    simulation.destroy();
  }
}

/**
 * Fields of the periodic unit interval from N(0, 625 (-Lap + 25)^-2), the constant mode left out: mode k has the standard deviation
 * 25 / ((2 pi k)^2 + 25) along sqrt(2) cos(2 pi k x) and sqrt(2) sin(2 pi k x), which are of norm 1.
 * @param set 0 to learn from, 1 to be judged by
 * @returns count x points
 */
export function drawFields(seed: number, set: 0 | 1, count: number, points: number): Float64Array {
  const [low, high] = keyOf(seed);
  const stream = streamOf(Stream.cases, set);
  const wave = Float64Array.from({ length: points }, (_, i) => Math.cos((2 * Math.PI * i) / points));
  const words = new Int32Array(4);
  const fields = new Float64Array(count * points);
  for (let field = 0; field < count; field++) {
    for (let k = 1; k < points / 2; k++) {
      philox4x32(low, high, k, field, stream, 0, words);
      const deviation = (Math.SQRT2 * 25) / ((2 * Math.PI * k) ** 2 + 25) / 2 ** 26;
      const [cosine, sine] = [deviation * normalQ26(words[0]!), deviation * normalQ26(words[1]!)];
      // sin(x) = cos(x - a quarter of the way round)
      for (let i = 0, c = 0, s = (3 * points) / 4; i < points; i++) {
        fields[field * points + i]! += cosine * wave[c]! + sine * wave[s % points]!;
        c = (c + k) % points;
        s += k;
      }
    }
  }
  return fields;
}

/** Modes that are left of anything at time 1: of mode 5 exp(-99). */
const LEFT = 4;

/**
 * What the heat equation alone, without u u_x, makes of fields until time 1: what an operator has to be better than.
 * @param first fields x points
 */
export function heatAlone(first: Float32Array, points: number): Float32Array {
  const angle = (k: number, i: number) => (2 * Math.PI * ((k * i) % points)) / points;
  const last = new Float32Array(first.length);
  for (let from = 0; from < first.length; from += points) {
    for (let k = 1; k <= LEFT; k++) {
      let [cosine, sine] = [0, 0];
      for (let i = 0; i < points; i++) {
        cosine += first[from + i]! * Math.cos(angle(k, i));
        sine += first[from + i]! * Math.sin(angle(k, i));
      }
      const decay = (2 / points) * Math.exp(-VISCOSITY * (2 * Math.PI * k) ** 2 * TIME);
      for (let i = 0; i < points; i++) last[from + i]! += decay * (cosine * Math.cos(angle(k, i)) + sine * Math.sin(angle(k, i)));
    }
  }
  return last;
}

function every(fields: Float32Array, stride: number): Float32Array {
  return Float32Array.from({ length: fields.length / stride }, (_, i) => fields[i * stride]!);
}
