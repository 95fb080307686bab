import { join } from "node:path";
import { Workbench } from "../../examples/bench.ts";
import { burgersFno } from "../../examples/burgers-fno/index.ts";
import { corticalField } from "../../examples/cortical-field/index.ts";
import { darcyFno } from "../../examples/darcy-fno/index.ts";
import type { Study } from "../../examples/example.ts";
import { kuramotoSivashinsky } from "../../examples/kuramoto-sivashinsky/index.ts";
import { neuralFieldBumps } from "../../examples/neural-field-bumps/index.ts";
import type { Check } from "./check.ts";

/** A whole study at scale 1, seed 1, judged as it judges itself. @param folder of its data set, within --data */
function studied(study: Study, folder?: string): Check {
  return {
    name: study.name,
    title: study.title,
    async measure({ adapter, note, data }) {
      const started = performance.now();
      const bench = new Workbench({ adapter, onNote: note });
      const { findings } = await study.run({ seed: 1, ...(folder && { data: join(data, folder) }) }, bench);
      const [{ adapter: where } = { adapter: "?" }] = bench.simulations;
      return { measurements: findings, where, seconds: (performance.now() - started) / 1000 };
    },
  };
}

/** Operators and fields, against published numbers and closed forms. */
export const operatorChecks: readonly Check[] = [
  studied(kuramotoSivashinsky),
  studied(corticalField),
  studied(neuralFieldBumps),
  studied(burgersFno),
  studied(darcyFno, "pde"),
];
