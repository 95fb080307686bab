/** Overlap of the k-th recalled pattern, from 0, without noise: each takes the units that those before it leave. */
export function hierarchical(dilution: number, k: number): number {
  return (1 - dilution) * dilution ** k;
}

/** The overlap of all three patterns where none leads: a unit follows the majority of its entries, a tie counts for none. */
export function parallel(dilution: number): number {
  const held = 1 - dilution;
  return held * (1 - dilution * held - held ** 2 / 2);
}
