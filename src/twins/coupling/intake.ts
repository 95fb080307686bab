/** `struct Shape` of shaders/coupling/intake.wgsl. */
interface IntakeShape {
  readonly places: number;
  readonly channels: number;
  readonly channel: number;
  /** 1 for the first source of this channel. */
  readonly first: number;
}

const f = Math.fround;

/** Twin of shaders/coupling/intake.wgsl. */
export function intake(
  { places, channels, channel, first }: IntakeShape,
  constant: Float32Array,
  gains: Float32Array,
  counts: Uint32Array,
  input: Float32Array,
): void {
  const base = first === 0 ? input : constant;
  for (let place = 0; place < places; place++) {
    const at = place * channels + channel;
    input[at] = base[at] + f(gains[place] * f(counts[place]));
    counts[place] = 0;
  }
}
