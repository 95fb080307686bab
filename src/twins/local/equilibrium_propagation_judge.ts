import type { Floats } from "../lib/floats.ts";

export interface EquilibriumPropagationJudgeShape {
  readonly batch: number;
  readonly units: number;
}

/** Twin of shaders/local/equilibrium_propagation_judge.wgsl: costs and hits (batch). */
export function equilibrium_propagation_judge(
  { batch, units }: EquilibriumPropagationJudgeShape,
  states: Floats,
  targets: Floats,
  costs: Floats,
  hits: Floats,
): void {
  for (let b = 0; b < batch; b++) {
    const row = b * units;
    let [cost, answer, wanted] = [0, row, row];
    for (let i = row; i < row + units; i++) {
      cost += (states[i] - targets[i]) ** 2;
      if (states[i] > states[answer]) answer = i;
      if (targets[i] > targets[wanted]) wanted = i;
    }
    costs[b] = cost;
    hits[b] = answer === wanted ? 1 : 0;
  }
}
