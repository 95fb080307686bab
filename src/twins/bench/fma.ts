const f = Math.fround;

/** Arithmetic operations of one vector's round: four values, eight times, a multiplication and an addition. */
export const ROUND_OPERATIONS = 4 * 8 * 2;

/** Twin of shaders/bench/fma.wgsl, rounded after the multiplication and after the addition. */
export function fma(n: number, rounds: number, factors: Float32Array, terms: Float32Array, values: Float32Array): void {
  for (let i = 0; i < 4 * n; i += 4) {
    const [a0, a1, a2, a3] = [factors[i], factors[i + 1], factors[i + 2], factors[i + 3]];
    const [b0, b1, b2, b3] = [terms[i], terms[i + 1], terms[i + 2], terms[i + 3]];
    let [x0, x1, x2, x3] = [values[i], values[i + 1], values[i + 2], values[i + 3]];
    for (let k = 8 * rounds; k > 0; k--) {
      x0 = f(f(x0 * a0) + b0);
      x1 = f(f(x1 * a1) + b1);
      x2 = f(f(x2 * a2) + b2);
      x3 = f(f(x3 * a3) + b3);
    }
    values[i] = x0;
    values[i + 1] = x1;
    values[i + 2] = x2;
    values[i + 3] = x3;
  }
}
