import { whole } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { type NumberArray, resolveArray } from "../network/numbers.ts";
import type { Buffers, Program, ProgramExecutor, Stage } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { tokenClock } from "./kernels/token_clock.ts";
import { tokenStage } from "./kernels/token_stage.ts";
import { selectiveScan } from "./selective-scan-stages.ts";

/**
 * Tokens of one dimension that flow through infinitely many Mamba layers (Vo et al. 2024, arXiv 2410.03292): dx_l/dt = mu x_l sum over j <= l of x_j^2 D_j exp(a sum over
 * j < k <= l of D_k), D = softplus(s x). Systems of as many tokens side by side.
 */
export interface TokenSpec {
  /** Tokens of a system, 1 or more. */
  readonly tokens: number;
  /** Below 0 tokens shrink, above 0 they grow; one number, or one a system. */
  readonly mu: number | NumberArray;
  /** One number, or one a system. */
  readonly s: number | NumberArray;
  /** Forgetting from token to token, 0 or less. */
  readonly a: number;
  /** First values: token l of system k at l systems + k. */
  readonly initial: NumberArray;
}

/** By how much of itself a token may change in a step. */
const SHARE = 0.05;
/** Steps between two looks at the systems' clocks. */
const LOOK_EVERY = 16;
const NAMES = ["mu", "s", "a", "tokens", "initial"] as const;

/** Integrated by Runge and Kutta's fourth-order method, each system with steps of its own, the right-hand side a selective scan. One call at a time. */
export class TokenDynamics {
  private readonly turns = new Turns("the token systems");
  private reached = 0;

  private constructor(
    private readonly executor: ProgramExecutor,
    readonly tokens: number,
    readonly systems: number,
  ) {}

  /**
   * @param options adapter: default "auto", a hardware GPU, else `cpu`
   * @throws InputError for numbers that are none, or not as many as there are tokens and systems; NoAdapterError
   */
  static async create(spec: TokenSpec, options: { readonly adapter?: AdapterChoice } = {}): Promise<TokenDynamics> {
    refuseOthers("options", options, ["adapter"]);
    const { adapter = "auto" } = options;
    const { program, systems } = programOf(spec);
    return new TokenDynamics(await executeProgram(program, adapter), spec.tokens, systems);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** Time that every system has reached that did not blow up before. */
  get time(): number {
    return this.reached;
  }

  /**
   * Brings every system to a time, those that blow up before aside: they stand still from there.
   * @throws InputError for a time that lies behind; StateDivergedError for the first system that blows up before it, when the others are there; the signal's reason
   */
  async run(until: number, options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    refuseOthers("options", options, ["signal"]);
    const { signal } = options;
    if (typeof until !== "number" || !Number.isFinite(Math.fround(until)) || until < this.reached)
      throw new InputError("until", until, `must be a time of ${this.reached} or more`);
    await this.turns.take(async () => {
      const end = Math.fround(until);
      this.executor.write("until", Float32Array.of(end));
      for (let times = await this.clock(); times.some(({ time, broken }) => !broken && time < end); times = await this.clock()) {
        signal?.throwIfAborted();
        await this.executor.run(this.executor.adapterKind === "cpu" ? "one chunk" : "chunks", LOOK_EVERY);
      }
      this.reached = until;
    });
    const [first] = await this.blowUps();
    if (first) throw new StateDivergedError("mamba tokens", first.system, first.time, "it blows up in finite time: end before that");
  }

  /** The systems that blow up, and when, as far as they were run. */
  async blowUps(): Promise<{ readonly system: number; readonly time: number }[]> {
    const clock = await this.turns.take(() => this.clock());
    return clock.flatMap(({ time, broken }, system) => (broken ? [{ system, time }] : []));
  }

  /** Values, tokens x systems. */
  async read(): Promise<Float32Array> {
    return this.turns.take(() => this.executor.read("x", "f32"));
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }

  private async clock(): Promise<{ time: number; broken: boolean }[]> {
    const { systems } = this;
    const clock = await this.executor.read("clock", "f32");
    return Array.from({ length: systems }, (_, k) => ({ time: clock[k], broken: clock[2 * systems + k] !== 0 }));
  }
}

function programOf(spec: TokenSpec): { program: Program; systems: number } {
  refuseOthers("", spec, NAMES);
  const { tokens, a } = spec;
  for (const name of NAMES) if (spec[name] === undefined) throw new InputError(name, undefined, "must be given");
  whole(1, tokens, "tokens");
  const initial = Float32Array.from(resolveArray(spec.initial, "initial"));
  const systems = initial.length / tokens;
  if (!Number.isInteger(systems) || systems < 1)
    throw new InputError("initial", spec.initial, `must hold ${tokens} tokens for each system`);
  if (!Number.isFinite(a) || a > 0) throw new InputError("a", a, "must be a finite number of 0 or less");
  const each = (value: number | NumberArray, place: string) =>
    Float32Array.from(
      resolveArray(typeof value === "number" ? Array<number>(systems).fill(value) : value, place, {
        length: systems,
        each: "one a system",
      }),
    );
  const [mu, s] = [each(spec.mu, "mu"), each(spec.s, "s")];
  const held = (data: Float32Array) => ({ type: "f32", length: data.length, data }) as const;
  const buffers: Buffers = {
    ...{ mu: held(mu), s: held(s), x: held(initial), trial: held(initial.slice()) },
    delta: held(initial.map((x, i) => s[i % systems] * x)),
    // y = C h with C = 1, and no bias and D.
    ...{ ones: held(new Float32Array(initial.length).fill(1)), parameters: held(Float32Array.of(a, 0, 0)) },
    ...{ h: { type: "f32", length: initial.length }, total: { type: "f32", length: initial.length } },
    ...{ state: { type: "f32", length: systems }, until: { type: "f32", length: 1 }, clock: { type: "f32", length: 3 * systems } },
  };
  const sequences = { chunks: stepOf(tokens, systems, buffers), "one chunk": stepOf(tokens, systems, buffers, tokens) };
  return { program: { buffers, sequences }, systems };
}

/** One step in time of every system: four scans. */
function stepOf(tokens: number, systems: number, buffers: Buffers, chunk?: number): Stage[] {
  const inputs = { u: "trial", delta: "delta", B: "trial", C: "ones", parameters: "parameters", state: "state", y: "h" };
  const sizes = { steps: tokens, batch: systems, channels: 1, states: 1, chunk, fresh: true };
  const bound = { mu: "mu", s: "s", h: "h", clock: "clock", x: "x", trial: "trial", total: "total", delta: "delta" };
  return [0, 1, 2, 3].flatMap((part) => [
    ...selectiveScan(`slope ${part}`, sizes, buffers, inputs),
    ...(part === 0 ? [tokenClock("clock", { tokens, systems, share: SHARE }, { mu: "mu", h: "h", until: "until", clock: "clock" })] : []),
    tokenStage(`stage ${part}`, { tokens, systems, part }, bound),
  ]);
}
