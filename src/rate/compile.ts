import { finite, whole, wholeSteps } from "../checks.ts";
import { InputError } from "../errors.ts";
import type { Buffers, Stage } from "../plan/program.ts";
import { normalQ26 } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { randomWords } from "../twins/lib/random-words.ts";
import { type CheckedRate, checkRate, strided } from "./check.ts";
import { couplingsOf } from "./couplings.ts";
import type { RateSpec, RateTable } from "./spec.ts";
import { type InputTable, RateStages } from "./stages.ts";

/** Steps between two looks for values that are not finite. */
const LOOK_EVERY = 16;

/** A network as buffers and stages, made without touching a device. */
export interface CompiledRate extends CheckedRate {
  readonly spec: RateSpec;
  /** Rows of a network: its state, then its tangent vectors. */
  readonly vectors: number;
  readonly buffers: Buffers;
  /** One time step, the count of steps in `clock` included. */
  readonly step: readonly Stage[];
  /** Looks for values that are not finite, as a step does every 16 steps. */
  readonly look: readonly Stage[];
  /** What follows from the state: to be run after it is written. The past of delays becomes the state as it is. */
  readonly load: readonly Stage[];
  /** f32: networks x vectors x stride. */
  readonly state: string;
  /** All that a written state goes into. */
  readonly states: readonly string[];
  /** f32: rows of the input table. */
  readonly input: string;
  readonly table: InputTable;
  /** u32: the words of src/twins/lib/step_clock.ts. */
  readonly clock: string;
}

/**
 * The buffers and stages of a network.
 * @param tangents tangent vectors that each network carries along; default 0
 * @throws InputError for sizes that do not fit, an unknown phi, rule or method, numbers that are not finite, a step that is unstable, a delay below half a step
 */
export async function compileRate(spec: RateSpec, { tangents = 0 }: { readonly tangents?: number } = {}): Promise<CompiledRate> {
  const checked = checkRate(spec);
  whole(0, tangents, "tangents");
  const couplings = await couplingsOf(spec.coupling, checked);
  if (couplings.delay > 0 && tangents > 0)
    throw new InputError("coupling.delay", couplings.delay * checked.dt, "tangent vectors are of networks without delays");
  if (couplings.delay > 0 && checked.method === "rk4")
    throw new InputError("method", "rk4", "has stages between steps, where there is no past; use heun or euler with delays");
  const { rows, table } = inputOf(spec.input ?? 0, checked);
  const maker = new RateStages(checked, 1 + tangents, couplings, table);
  const { buffers } = maker;
  buffers["rate input"] = { type: "f32", length: rows.length, data: rows };
  const initial = initialOf(spec.initial ?? { normal: 1 }, checked);
  for (const name of maker.states) buffers[name] = { type: "f32", length: maker.count, data: maker.placed(initial) };
  return {
    ...checked,
    ...{ spec, vectors: 1 + tangents, buffers, table, input: "rate input", clock: "rate clock", state: "rate state", states: maker.states },
    step: [...maker.step(), maker.end("tick", 1, LOOK_EVERY)],
    look: [maker.end("look", 0, 1)],
    load: couplings.delay > 0 ? [maker.activate("past", "rate state", true)] : [],
  };
}

/** The state of all networks, rows of `stride`: as given, or drawn. @throws InputError */
export function initialOf(initial: NonNullable<RateSpec["initial"]>, checked: CheckedRate): Float32Array {
  const { networks, units, stride } = checked;
  if (initial === null || typeof initial !== "object" || !("normal" in initial)) return strided(initial, checked, [1, networks], "initial");
  const std = finite(initial.normal, "initial.normal");
  const all = new Float32Array(networks * stride);
  const random = randomWords(stride / 4);
  const [key0, key1] = keyOf(checked.seed);
  for (let network = 0; network < networks; network++) {
    random.items(key0, key1, 0, network, streamOf(Stream.states, 0), 0, stride / 4);
    for (let u = 0; u < units; u++) all[network * stride + u] = std * (normalQ26(random.words[u]) * 2 ** -26);
  }
  return all;
}

/** The rows of the input table. @throws InputError */
export function inputOf(input: NonNullable<RateSpec["input"]>, checked: CheckedRate): { rows: Float32Array; table: InputTable } {
  const { networks, units, stride, dt } = checked;
  if (typeof input === "number" || !isTable(input)) {
    const rows = strided(input, checked, [1, networks], "input");
    return { rows, table: { frames: 1, hold: 1, spread: rows.length / stride } };
  }
  const hold = wholeSteps(input.hold, dt, 1, "input.hold");
  const spread = input.each ? networks : 1;
  const frames = (input.values?.length ?? 0) / (units * spread);
  if (!(frames >= 1 && Number.isInteger(frames)))
    throw new InputError(
      "input.values",
      input.values,
      `must be rows of ${units * spread} numbers, ${input.each ? "units of each network" : "one a unit"}`,
    );
  return { rows: strided(input.values, checked, [frames * spread], "input.values"), table: { frames, hold, spread } };
}

function isTable(input: ArrayLike<number> | RateTable): input is RateTable {
  return input !== null && typeof input === "object" && "values" in input && "hold" in input;
}
