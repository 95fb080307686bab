/** Where the values of a variable lie: value of place p in field b of the batch at (b places + p) channels + channel. */
export interface Place {
  readonly buffer: string;
  readonly channels: number;
  readonly channel: number;
}

/** A variable that has a buffer to itself. */
export function alone(buffer: string): Place {
  return { buffer, channels: 1, channel: 0 };
}

/** Writes a variable's values into the buffer that has it among its channels. */
export function put(values: ArrayLike<number>, { channels, channel }: Place, into: Float32Array): void {
  for (let i = 0; i < values.length; i++) into[i * channels + channel] = values[i];
}

/** A variable's values out of its buffer. */
export function take(buffer: Float32Array, { channels, channel }: Place): Float32Array {
  if (channels === 1) return buffer;
  return Float32Array.from({ length: buffer.length / channels }, (_, i) => buffer[i * channels + channel]);
}
