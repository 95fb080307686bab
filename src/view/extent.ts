/**
 * The smallest and the largest finite number of several lists; undefined where there is none.
 * @param counts which of them count
 */
export function extentOf(
  lists: readonly ArrayLike<number>[],
  counts: (value: number) => boolean = () => true,
): readonly [low: number, high: number] | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const list of lists) {
    for (let i = 0; i < list.length; i++) {
      const value = list[i]!;
      if (!Number.isFinite(value) || !counts(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : undefined;
}
