import type { Dice } from "../learn/dice.ts";
import { Recording, type RecordingSize, type Tensor } from "../learn/tensor.ts";
import type { LayerOutput } from "../learn/training.ts";
import { recordCell } from "./cell-record.ts";
import { ELAPSED, GRAD_STATE, INPUTS, LIVE, STATES } from "./cell-site.ts";
import type { CellSpec } from "./cell-spec.ts";
import { StepMap } from "./step-map.ts";

/** A cell that reads a sequence, and a linear layer that says something of its last state. */
export interface RecordedReader {
  readonly recording: Recording;
  /** batch x classes. */
  readonly output: Tensor;
  /** Buffers that sequences are gathered in. */
  readonly gathered: { readonly inputs: string; readonly elapsed: string; readonly live: string };
  readonly outputs: readonly LayerOutput[];
}

/** @param dice first values: of the cell (0) and of the layer (1) */
export function recordReader(spec: CellSpec, classes: number, size: RecordingSize, dice: (part: number) => Dice): RecordedReader {
  const recording = new Recording(size);
  const cell = recordCell(spec, { recording, dice: dice(0) });
  recording.add({ forward: cell.forward, backward: cell.backward ?? [] });
  const { units } = spec;
  const bound = 1 / Math.sqrt(units);
  const first = dice(1);
  const weight = recording.parameter("fc.weight", [classes, units], first.uniforms(classes * units, bound));
  const bias = recording.parameter("fc.bias", [classes], first.uniforms(classes, bound));
  const output = recording.tensor("fc", [classes], 1, true);
  const forward = new StepMap("readout", recording, weight, bias, { name: STATES, lead: size.steps }, output.name, 1);
  const backward = new StepMap("readout", recording, weight, bias, { name: STATES, lead: size.steps }, output.grad as string, 1);
  recording.add({ forward: [forward.step(0, false)], backward: [...backward.learn(), backward.back(0, GRAD_STATE, false)] });
  return {
    ...{ recording, output },
    gathered: { inputs: INPUTS, elapsed: ELAPSED, live: LIVE },
    outputs: [
      { label: spec.cell, name: STATES },
      { label: "fc", name: output.name },
    ],
  };
}
