import type { Floats } from "../lib/floats.ts";

export interface TurnShape {
  readonly networks: number;
  /** Rows of a network: its state, then its tangents. */
  readonly vectors: number;
  /** Elements of a row. */
  readonly stride: number;
  readonly units: number;
  /** 1: into the rows. */
  readonly back: number;
}

/** Twin of shaders/rate/turn.wgsl; state (networks x vectors x stride), tangents (units x (vectors - 1) x networks). */
export function turn({ networks, vectors, stride, units, back }: TurnShape, state: Floats, tangents: Floats): void {
  const count = vectors - 1;
  for (let network = 0; network < networks; network++) {
    for (let vector = 0; vector < count; vector++) {
      const row = (network * vectors + 1 + vector) * stride;
      for (let unit = 0; unit < units; unit++) {
        const column = (unit * count + vector) * networks + network;
        if (back === 0) tangents[column] = state[row + unit];
        else state[row + unit] = tangents[column];
      }
    }
  }
}
