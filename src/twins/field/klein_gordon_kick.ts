import type { Floats } from "../lib/floats.ts";
import { normalQ26 } from "../lib/normal.ts";
import { type RandomWords, randomWords } from "../lib/random-words.ts";
import { StepClock } from "../lib/step_clock.ts";

export interface KleinGordonKickShape {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  /** 1: there is an input. */
  readonly forced: number;
  /** (1 - gamma dt) / (1 + gamma dt) */
  readonly keep: number;
  /** dt / (1 + gamma dt): what an acceleration adds. */
  readonly push: number;
  /** c^2 / dy^2 and c^2 / dx^2 */
  readonly along_rows: number;
  readonly along_columns: number;
  /** m^2 */
  readonly restore: number;
  /** What a deviate adds to a velocity; 0: no noise. */
  readonly noise: number;
  /** The seed's words, and the stream of random numbers. */
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
}

/** Room for the random words of a field: kept for the next one of as many. */
let room: { readonly quads: number; readonly drawn: RandomWords } | undefined;

/** Twin of shaders/field/klein_gordon_kick.wgsl; phi, input and velocity (batch x rows x columns). */
export function klein_gordon_kick(
  shape: KleinGordonKickShape,
  clock: Uint32Array,
  _tables: Uint32Array,
  phi: Floats,
  input: Floats,
  velocity: Floats,
): void {
  const { batch, rows, columns, noise } = shape;
  const places = rows * columns;
  for (let b = 0; b < batch; b++) {
    for (let row = 0; row < rows; row++) {
      const first = b * places;
      const up = first + (row === 0 ? rows - 1 : row - 1) * columns;
      const down = first + (row + 1 === rows ? 0 : row + 1) * columns;
      kickRow(shape, first + row * columns, up, down, phi, input, velocity);
    }
    if (noise !== 0) shake(shape, b, clock[StepClock.step], velocity);
  }
}

/** One row; `up` and `down` are where its neighbours begin. */
function kickRow(
  { columns, forced, keep, push, along_rows, along_columns, restore }: KleinGordonKickShape,
  at: number,
  up: number,
  down: number,
  phi: Floats,
  input: Floats,
  velocity: Floats,
): void {
  for (let x = 0; x < columns; x++) {
    const left = phi[at + (x === 0 ? columns - 1 : x - 1)];
    const right = phi[at + (x + 1 === columns ? 0 : x + 1)];
    const own = phi[at + x];
    const bend = along_columns * (left + right - 2 * own) + along_rows * (phi[up + x] + phi[down + x] - 2 * own);
    const force = bend - restore * own;
    velocity[at + x] = keep * velocity[at + x] + push * (forced === 0 ? force : force + input[at + x]);
  }
}

/** Adds the noise of one field of the batch. */
function shake({ rows, columns, noise, key0, key1, stream }: KleinGordonKickShape, field: number, step: number, velocity: Floats): void {
  const places = rows * columns;
  const quads = Math.ceil(places / 4);
  if (room?.quads !== quads) room = { quads, drawn: randomWords(quads) };
  const { drawn } = room;
  drawn.items(key0, key1, 0, field, stream, step, quads);
  const scale = noise * 2 ** -26;
  for (let p = 0; p < places; p++) velocity[field * places + p] += scale * normalQ26(drawn.words[p]);
}
