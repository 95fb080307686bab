/** A number with the operations that made it: the smallest automatic differentiation that can check gradients written by hand. */
export interface Node {
  readonly value: number;
  grad: number;
  /** What it was made from, and its derivative to each. */
  readonly from: readonly (readonly [Node, number])[];
}

let tape: Node[] = [];

function made(value: number, ...from: readonly (readonly [Node, number])[]): Node {
  const node = { value, grad: 0, from };
  tape.push(node);
  return node;
}

export const leaf = (value: number): Node => made(value);
export const detach = (a: Node): Node => made(a.value);
export const add = (a: Node, b: Node): Node => made(a.value + b.value, [a, 1], [b, 1]);
export const sub = (a: Node, b: Node): Node => made(a.value - b.value, [a, 1], [b, -1]);
export const mul = (a: Node, b: Node): Node => made(a.value * b.value, [a, b.value], [b, a.value]);
export const div = (a: Node, b: Node): Node => made(a.value / b.value, [a, 1 / b.value], [b, -a.value / b.value ** 2]);
/** k a + c. */
export const line = (a: Node, k: number, c = 0): Node => made(k * a.value + c, [a, k]);
export const exp = (a: Node): Node => made(Math.exp(a.value), [a, Math.exp(a.value)]);
export const log = (a: Node): Node => made(Math.log(a.value), [a, 1 / a.value]);
export const tanh = (a: Node): Node => made(Math.tanh(a.value), [a, 1 - Math.tanh(a.value) ** 2]);
export const sigmoid = (a: Node): Node => {
  const s = a.value > -700 ? 1 / (1 + Math.exp(-a.value)) : 0;
  return made(s, [a, s * (1 / (1 + Math.exp(a.value)))]);
};
/** As PyTorch's: the derivative is 1 at the bounds and within, 0 outside. */
export const clamp = (a: Node, low: number, high: number): Node =>
  made(Math.min(high, Math.max(low, a.value)), [a, a.value >= low && a.value <= high ? 1 : 0]);
/** [a > 0], with `slope` in place of its derivative. */
export const fire = (a: Node, slope: (u: number) => number): Node => made(a.value > 0 ? 1 : 0, [a, slope(a.value)]);
/** eps log of the sum of exp(. / eps). */
export function lse(eps: Node, ...terms: readonly Node[]): Node {
  const most = leaf(Math.max(...terms.map(({ value }) => value)));
  const sum = terms.map((term) => exp(div(sub(term, most), eps))).reduce(add);
  return add(most, mul(eps, log(sum)));
}

/** Sets the gradients of the sum of `outputs`, each times its weight, and forgets the tape. */
export function backward(outputs: readonly Node[], weights: ArrayLike<number>): void {
  outputs.forEach((node, i) => {
    node.grad += weights[i];
  });
  for (let i = tape.length - 1; i >= 0; i--) for (const [node, slope] of tape[i].from) node.grad += slope * tape[i].grad;
  tape = [];
}
