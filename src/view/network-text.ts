import type { NetworkSpec } from "../learn/training-spec.ts";

/** A network that learns in a line: `784 – Linear 64 – UltraDLIF – Linear 10`. */
export function networkText({ input, layers }: NetworkSpec): string {
  const names = layers.map((layer) => ("out_features" in layer ? `${layer.layer} ${layer.out_features}` : layer.layer));
  return [input.join(" x "), ...names].join(" – ");
}

/** `1 epoch`, `2 epochs`. @param one the word for one of them */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? "" : "s"}`;
}
