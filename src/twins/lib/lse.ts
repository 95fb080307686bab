/** Twin of shaders/lib/lse.wgsl: a soft maximum, eps log of the sum of exp(. / eps), and its derivatives. */
interface Soft {
  value: number;
  /** Derivatives to the arguments: they add up to 1. */
  readonly share: Float64Array;
  /** The derivative to log eps is eps times it. */
  entropy: number;
}

export function soft(): Soft {
  return { value: 0, share: new Float64Array(3), entropy: 0 };
}

/** The soft maximum of three, written to `out`. */
export function lse3(a: number, b: number, c: number, eps: number, out: Soft): void {
  const most = Math.max(a, b, c);
  const [da, db, dc] = [(a - most) / eps, (b - most) / eps, (c - most) / eps];
  const [ea, eb, ec] = [Math.exp(da), Math.exp(db), Math.exp(dc)];
  const sum = ea + eb + ec;
  const height = Math.log(sum);
  out.value = most + eps * height;
  out.share[0] = ea / sum;
  out.share[1] = eb / sum;
  out.share[2] = ec / sum;
  out.entropy = height - (ea * da + eb * db + ec * dc) / sum;
}

/** The same of two. */
export function lse2(a: number, b: number, eps: number, out: Soft): void {
  const most = Math.max(a, b);
  const [da, db] = [(a - most) / eps, (b - most) / eps];
  const [ea, eb] = [Math.exp(da), Math.exp(db)];
  const sum = ea + eb;
  const height = Math.log(sum);
  out.value = most + eps * height;
  out.share[0] = ea / sum;
  out.share[1] = eb / sum;
  out.entropy = height - (ea * da + eb * db) / sum;
}

/** The logistic function s of x, and 1 - s, each to its own last bits; its derivative is s times the rest. */
interface Logistic {
  s: number;
  rest: number;
}

export function logistic(x: number, out: Logistic): void {
  const e = Math.exp(-Math.abs(x));
  const near = 1 / (1 + e);
  const far = e / (1 + e);
  out.s = x >= 0 ? near : far;
  out.rest = x >= 0 ? far : near;
}

export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x >= 0 ? 1 : e) / (1 + e);
}
