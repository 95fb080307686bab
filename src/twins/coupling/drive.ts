/** `struct Shape` of shaders/coupling/drive.wgsl. */
interface DriveShape {
  readonly neurons: number;
  /** Grid points around a neuron's place. */
  readonly corners: number;
  /** Variables of the field, and which of them. */
  readonly channels: number;
  readonly channel: number;
  /** pA per unit of it. */
  readonly gain: number;
  /** Place of the first neuron's current in `cursors`. */
  readonly at: number;
}

const f = Math.fround;

/** Twin of shaders/coupling/drive.wgsl. */
export function drive(
  { neurons, corners, channels, channel, gain, at }: DriveShape,
  points: Uint32Array,
  weights: Float32Array,
  field: Float32Array,
  cursors: Uint32Array,
): void {
  const currents = new Float32Array(cursors.buffer, cursors.byteOffset, cursors.length);
  const scale = f(gain);
  for (let neuron = 0, k = 0; neuron < neurons; neuron++) {
    let value = 0;
    for (const end = k + corners; k < end; k++) value = f(value + f(weights[k] * field[points[k] * channels + channel]));
    currents[at + neuron] = scale * value;
  }
}
