/** Energies of memories in float64, from the sums S = sum of xi_i s_i of their patterns. */

/**
 * Sum over all ordered choices of `order` different units of the products of a pattern's entries and the states: by Newton's identities, as
 * entries are -1, 0 or 1 and states +-1, so that odd powers sum to S and even ones to A.
 * @param sum S @param active A: the pattern's entries that are not 0
 */
export function productsOf(order: number, sum: number, active: number): number {
  if (order === 2) return sum ** 2 - active;
  if (order === 3) return sum ** 3 - 3 * active * sum + 2 * sum;
  return sum ** 4 - 6 * active * sum ** 2 + 3 * active ** 2 + 8 * sum ** 2 - 6 * active;
}
