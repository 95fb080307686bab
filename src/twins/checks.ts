/** Why parameters of a model or a rule cannot be used, as [parameter, what to do]; undefined where nothing is wrong. */

import type { Named } from "./neuron/model.ts";

type Wrong = readonly [name: string, why: string] | undefined;

/** The first of `names` whose value is not above 0. */
export function notPositive(p: Named, names: readonly string[]): Wrong {
  const wrong = names.find((name) => !(p[name] > 0));
  return wrong === undefined ? undefined : [wrong, "must be above 0"];
}

/** The first of `names` whose value is below 0. */
export function negative(p: Named, names: readonly string[]): Wrong {
  const wrong = names.find((name) => !(p[name] >= 0));
  return wrong === undefined ? undefined : [wrong, "must be 0 or more"];
}

/** A switch that is neither on nor off. */
export function noSwitch(p: Named, name: string): Wrong {
  return p[name] === 0 || p[name] === 1 ? undefined : [name, "must be 0 or 1"];
}

/** Bounds of weights that leave no room. */
export function badBounds({ Wmin, Wmax }: Named): Wrong {
  return Wmax > Wmin ? undefined : ["Wmax", `must be above Wmin, ${Wmin}`];
}

/** A reset to where the neuron fires again at once, or to below the lowest potential. */
export function badReset({ V_reset, V_th, V_min = -Infinity }: Named): Wrong {
  if (V_reset >= V_th) return ["V_reset", "must be below V_th"];
  return V_reset < V_min ? ["V_reset", "must not be below V_min"] : undefined;
}
