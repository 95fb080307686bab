/**
 * Every error Galvani throws on purpose. The command line prints `message` as one line; bad input exits with code 2,
 * a failed run with code 1.
 */
export class GalvaniError extends Error {
  /** Exit code of the command line. */
  readonly exitCode: number = 1;
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/**
 * Something a person gave is wrong. `place` is where (`projections[3].delay`, `--out`), `value` what was found,
 * `remedy` what to do instead; the message is all three in one line.
 */
export class InputError extends GalvaniError {
  override readonly exitCode = 2;
  constructor(
    readonly place: string,
    readonly value: unknown,
    readonly remedy: string,
  ) {
    super(`${place}: ${showValue(value)}: ${remedy}`.replaceAll("\n", " "));
  }
}

/** No adapter of the wanted kind; the message says what to install or to choose. */
export class NoAdapterError extends GalvaniError {
  override readonly exitCode = 2;
}

/** WGSL that does not compile; `place` is `file:line:column` in the text its author wrote. */
export class ShaderError extends GalvaniError {
  override readonly exitCode = 2;
  constructor(
    readonly place: string,
    readonly reason: string,
  ) {
    super(`${place}: ${reason}`);
  }
}

/** A GPU call failed validation or ran out of memory. */
export class DeviceError extends GalvaniError {}

/** The device was lost (driver reset, removed, destroyed). */
export class DeviceLostError extends GalvaniError {}

/** A worker thread of the cpu executor failed or died. */
export class ThreadError extends GalvaniError {}

/** During a run a neuron of a population left the finite range, or a weight of a projection its bounds. What was recorded before `step` is kept. */
export class RunawayStateError extends GalvaniError {
  constructor(
    readonly population: string,
    readonly step: number,
    detail: string,
    kind: "population" | "projection" | "field" = "population",
  ) {
    super(`${kind} "${population}", step ${step}: ${detail}`);
  }
}

/** A training's loss stopped being finite. Its parameters are those before that batch; what was saved after earlier epochs is good. */
export class DivergedError extends GalvaniError {
  constructor(
    /** Both counted from 1. */
    readonly epoch: number,
    readonly batch: number,
    /** What is not finite: "parameter 0.weight", "the output of layer 2 (Linear)", "the loss". */
    readonly place: string,
  ) {
    super(`epoch ${epoch}, batch ${batch}: ${place} is not finite any more; lower the learning rate, or clip the gradients`);
  }
}

/** A field stopped being finite during a run. */
export class FieldDivergedError extends GalvaniError {
  constructor(
    readonly field: string,
    /** Which of the batch, from 0. */
    readonly batch: number,
    /** The step after which it was seen, and its time. */
    readonly step: number,
    readonly time: number,
  ) {
    super(
      `${field}, batch ${batch}: is not finite any more at step ${step}, time ${Number(time.toPrecision(6))}; take a smaller dt or input`,
    );
  }
}

/** A state stopped being finite during a run of many systems side by side: flows, rate networks, cells. */
export class StateDivergedError extends GalvaniError {
  constructor(
    readonly model: string,
    /** Which of the systems, from 0. */
    readonly system: number,
    readonly time: number,
    remedy: string,
  ) {
    super(`${model}, system ${system}: is not finite any more at time ${Number(time.toPrecision(6))}; ${remedy}`);
  }
}

/** A run was cancelled through its AbortSignal; the simulation stands at the last finished window and can go on. */
export class CancelledError extends GalvaniError {}

/** A value as a person would recognise it, shortened: `-1`, `"spam"`, `NaN`, `{"normal":...}`. */
export function showValue(value: unknown): string {
  if (typeof value === "number" || value === undefined) return String(value);
  if (ArrayBuffer.isView(value)) return `array of ${(value as Float32Array).length}`;
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
