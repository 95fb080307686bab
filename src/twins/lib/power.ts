/** Twin of shaders/lib/power.wgsl, rounded to float32 after every operation. */
const f = Math.fround;

const word = new Uint32Array(1);
const float = new Float32Array(word.buffer);

const LOG = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1, 2.0000714765e-1, -2.4999993993e-1,
  3.3333331174e-1,
].map(f);
const EXP = [
  1.5353361883195e-4, 1.339887440266574e-3, 9.61843735767464e-3, 5.550332471162809e-2, 2.402264791363012e-1, 6.931472028550421e-1,
].map(f);
const LOG2E = f(Math.LOG2E);

function log_2(x: number): number {
  float[0] = x;
  const shifted = (word[0] - 0x3f3504f3) | 0;
  const exponent = shifted >> 23;
  word[0] = (shifted & 0x007fffff) + 0x3f3504f3;
  const z = f(float[0] - 1);
  let q = LOG[0];
  for (let k = 1; k < LOG.length; k++) q = f(f(q * z) + LOG[k]);
  const square = f(z * z);
  const natural = f(f(f(f(q * z) * square) - f(0.5 * square)) + z);
  return f(f(natural * LOG2E) + exponent);
}

export function exp_2(x: number): number {
  const bounded = Math.min(Math.max(x, -126), 126);
  const whole = Math.floor(f(bounded + 0.5));
  const part = f(bounded - whole);
  let q = EXP[0];
  for (let k = 1; k < EXP.length; k++) q = f(f(q * part) + EXP[k]);
  word[0] = (whole + 127) << 23;
  return f(f(f(q * part) + 1) * float[0]);
}

/** x to the y for x of 0 and above: exactly 1 for y = 0 and x for y = 1, 0 for x at or below 0. */
export function power(x: number, y: number): number {
  if (y === 0) return 1;
  if (y === 1) return Math.max(x, 0);
  if (x <= 0) return 0;
  return exp_2(f(y * log_2(x)));
}
