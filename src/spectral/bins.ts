/** Bins of a transform of so many real points: frequencies 0 to points / 2. The others are their conjugates. */
export function realBins(points: number): number {
  return Math.floor(points / 2) + 1;
}
