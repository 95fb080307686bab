import { type CellSite, ELAPSED, GRAD_STATE, INPUTS, LIVE, type RecordedCell, STATES } from "./cell-site.ts";
import type { CellSpec } from "./cell-spec.ts";
import { recordCfc } from "./cfc-record.ts";
import { recordGru } from "./gru-record.ts";
import { recordLstm } from "./lstm-record.ts";
import { recordLtc } from "./ltc-record.ts";

/** Records a cell's steps, one after another. What goes in lies in INPUTS, ELAPSED and LIVE, what comes out in STATES. */
export function recordCell(spec: CellSpec, site: CellSite): RecordedCell {
  const { recording } = site;
  const { steps, batch } = recording.size;
  recording.buffer(INPUTS, steps * batch * spec.inputs);
  recording.buffer(ELAPSED, steps * batch);
  recording.buffer(LIVE, steps * batch);
  recording.buffer(STATES, (1 + steps) * batch * spec.units);
  if (spec.cell === "LTC") return recordLtc(spec, site);
  recording.buffer(GRAD_STATE, batch * spec.units);
  switch (spec.cell) {
    case "CfC":
      return recordCfc(spec, site);
    case "LSTM":
      return recordLstm(spec, site);
    case "GRU":
      return recordGru(spec, site);
  }
}
