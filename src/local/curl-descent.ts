import { CancelledError, InputError } from "../errors.ts";
import { matmul } from "../learn/kernels/matmul.ts";
import { need, needNumber, needWhole } from "../learn/needs.ts";
import { given } from "../learn/sequences.ts";
import { refuseOthers } from "../network/names.ts";
import type { Program, ProgramExecutor, Stage } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { curlDescentError } from "./kernels/curl_descent_error.ts";
import { curlDescentStep } from "./kernels/curl_descent_step.ts";

/** Neurons of each of the networks. */
export interface CurlSizes {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
}

/** A linear student y = W2 W1 x and its teacher y = T x. */
export interface CurlNetwork {
  /** Hidden x inputs, row by row. */
  readonly W1: ArrayLike<number>;
  /** Outputs x hidden. */
  readonly W2: ArrayLike<number>;
  /** Outputs x inputs. */
  readonly teacher: ArrayLike<number>;
  /** One a hidden neuron, 1, or -1 where the rule of its weights from the inputs is flipped. */
  readonly signs1: ArrayLike<number>;
  /** The same for its weights to the outputs. */
  readonly signs2: ArrayLike<number>;
}

/** Networks of one size side by side, each with weights, flips and a teacher of its own. */
export interface CurlDescentSpec extends CurlSizes {
  readonly networks: readonly CurlNetwork[];
  /** Size of a step, above 0. */
  readonly rate: number;
  /** A network whose error's norm reaches this is left as it is from then on: above 0, below 3e38. */
  readonly limit: number;
}

export interface CurlRunOptions {
  readonly signal?: AbortSignal;
  /** @param share of the steps that are done, 0 to 1 */
  readonly onProgress?: (share: number) => void;
}

/** Steps between two looks at the signal. */
const CHUNK = 64;

/**
 * Curl descent (Ninou, Kadmon and Cayco-Gajic 2025, arXiv 2510.02765) of linear students, inputs white: with E = W2 W1 - T, each step adds -rate D1 W2^T E to W1 and
 * -rate E W1^T D2 to W2, D1 and D2 the signs of the hidden neurons' rules. All 1, it is gradient descent on |E|^2 / 2; else it descends no
 * function. One call at a time. Same spec, same adapter: the same bits.
 */
export class CurlDescent {
  private readonly turns = new Turns("curl descent");

  private constructor(
    readonly spec: CurlDescentSpec,
    private readonly executor: ProgramExecutor,
  ) {}

  /** @throws InputError for a spec that is none; NoAdapterError, DeviceError */
  static async create(spec: CurlDescentSpec, { adapter = "auto" }: { readonly adapter?: AdapterChoice } = {}): Promise<CurlDescent> {
    return new CurlDescent(spec, await executeProgram(curlDescentProgram(spec), adapter));
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** @throws InputError for steps that are none; CancelledError after `signal`: some steps have then been taken */
  async run(steps: number, { signal, onProgress }: CurlRunOptions = {}): Promise<void> {
    needWhole("steps", steps, 0);
    await this.turns.take(async () => {
      for (let done = 0; done < steps; ) {
        if (signal?.aborted) throw new CancelledError(`cancelled after step ${done} of ${steps}`);
        const count = Math.min(CHUNK, steps - done);
        await this.executor.run("step", count);
        done += count;
        onProgress?.(done / steps);
      }
    });
  }

  /** Frobenius norm of each network's error E; 3.4e38 where it is not finite. */
  async residuals(): Promise<Float32Array> {
    return this.turns.take(async () => {
      await this.executor.run("look");
      return this.executor.read("residuals", "f32");
    });
  }

  /** Networks x hidden x inputs, and networks x outputs x hidden. */
  async weights(): Promise<{ readonly W1: Float32Array; readonly W2: Float32Array }> {
    return this.turns.take(async () => ({ W1: await this.executor.read("W1", "f32"), W2: await this.executor.read("W2", "f32") }));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }
}

/** Sequence "step" is a step of every network, "look" brings `residuals` up to date. @throws InputError for a spec that is none */
export function curlDescentProgram(spec: CurlDescentSpec): Program {
  check(spec);
  const { inputs, hidden, outputs, networks } = spec;
  const zeros = (length: number) => ({ type: "f32" as const, length: networks.length * length });
  const all = (of: (network: CurlNetwork) => ArrayLike<number>, length: number) => {
    const values = new Float32Array(networks.length * length);
    networks.forEach((network, k) => {
      values.set(Float32Array.from(of(network)), k * length);
    });
    return given(values);
  };
  const look = looking(spec);
  return {
    buffers: {
      W1: all(({ W1 }) => W1, hidden * inputs),
      W2: all(({ W2 }) => W2, outputs * hidden),
      teachers: all(({ teacher }) => teacher, outputs * inputs),
      signs1: all(({ signs1 }) => signs1, hidden),
      signs2: all(({ signs2 }) => signs2, hidden),
      ...{ students: zeros(outputs * inputs), misses: zeros(outputs * inputs), residuals: zeros(1) },
      ...{ gradients1: zeros(hidden * inputs), gradients2: zeros(outputs * hidden) },
    },
    sequences: { step: [...look, ...stepping(spec)], look },
  };
}

function looking({ inputs, hidden, outputs, networks: { length: networks } }: CurlDescentSpec): Stage[] {
  const steps = { matrices: networks, left_step: outputs * hidden, right_step: hidden * inputs, out_step: outputs * inputs };
  return [
    matmul(
      "students",
      { ...steps, rows: outputs, columns: inputs, depth: hidden, turned: 0 },
      { left: "W2", right: "W1", out: "students" },
    ),
    curlDescentError(
      "error",
      { networks, count: outputs * inputs },
      { students: "students", teachers: "teachers", misses: "misses", residuals: "residuals" },
    ),
  ];
}

function stepping({ inputs, hidden, outputs, networks: { length: networks }, rate, limit }: CurlDescentSpec): Stage[] {
  const first = { matrices: networks, left_step: outputs * hidden, right_step: outputs * inputs, out_step: hidden * inputs };
  const second = { matrices: networks, left_step: outputs * inputs, right_step: hidden * inputs, out_step: outputs * hidden };
  return [
    matmul(
      "W2^T E",
      { ...first, rows: hidden, columns: inputs, depth: outputs, turned: 1 },
      { left: "W2", right: "misses", out: "gradients1" },
    ),
    matmul(
      "E W1^T",
      { ...second, rows: outputs, columns: hidden, depth: inputs, turned: 2 },
      { left: "misses", right: "W1", out: "gradients2" },
    ),
    curlDescentStep(
      "step W1",
      { networks, rows: hidden, columns: inputs, by_column: 0, rate, limit },
      { residuals: "residuals", signs: "signs1", gradients: "gradients1", weights: "W1" },
    ),
    curlDescentStep(
      "step W2",
      { networks, rows: outputs, columns: hidden, by_column: 1, rate, limit },
      { residuals: "residuals", signs: "signs2", gradients: "gradients2", weights: "W2" },
    ),
  ];
}

function check(spec: CurlDescentSpec): void {
  refuseOthers("", spec, ["inputs", "hidden", "outputs", "networks", "rate", "limit"]);
  const { inputs, hidden, outputs, networks, rate, limit } = spec;
  for (const [place, value] of Object.entries({ inputs, hidden, outputs })) needWhole(place, value, 1);
  needNumber("rate", rate, 0, true);
  need(typeof limit === "number" && limit > 0 && limit < 3e38, "limit", limit, "must be a number above 0 and below 3e38");
  need(Array.isArray(networks) && networks.length > 0, "networks", networks, "there must be one or more");
  const lengths = { ...lengthsOf(spec), teacher: outputs * inputs };
  networks.forEach((network, k) => {
    needLengths(`networks[${k}]`, network, lengths);
  });
}

/** Numbers of what a student has. */
export const lengthsOf = ({ inputs, hidden, outputs }: CurlSizes) =>
  ({ W1: hidden * inputs, W2: outputs * hidden, signs1: hidden, signs2: hidden }) as const;

/** @throws InputError unless a network has so many finite numbers of each name, and no other names; signs are 1 or -1 */
export function needLengths(where: string, network: object, lengths: Readonly<Record<string, number>>): void {
  refuseOthers(where, network, ["W1", "W2", "teacher", "signs1", "signs2"]);
  const given = network as Readonly<Record<string, ArrayLike<number> | undefined>>;
  for (const [name, length] of Object.entries(lengths)) {
    const [place, values] = [`${where}.${name}`, given[name]];
    if (values?.length !== length) throw new InputError(place, values?.length, `must be ${length} numbers`);
    for (let i = 0; i < length; i++) {
      need(Number.isFinite(Math.fround(values[i])), `${place}[${i}]`, values[i], "must be a finite number");
      if (name.startsWith("signs")) need(Math.abs(values[i]) === 1, `${place}[${i}]`, values[i], "must be 1 or -1");
    }
  }
}
