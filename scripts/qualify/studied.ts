import { join } from "node:path";
import { Workbench } from "../../examples/bench.ts";
import type { Study } from "../../examples/example.ts";
import { adapterName } from "../../src/cli/summary.ts";
import type { Check } from "./check.ts";

/** A whole study at scale 1, seed 1, judged as it judges itself. @param folder of its data set, within --data */
export function studied(study: Study, folder?: string): Check {
  return {
    name: study.name,
    title: study.title,
    async measure({ adapter, note, data }) {
      const bench = new Workbench({ adapter, onNote: note });
      const { findings } = await study.run({ seed: 1, ...(folder && { data: join(data, folder) }) }, bench);
      const [ran] = bench.simulations;
      return { measurements: findings, where: ran ? adapterName(ran) : "none" };
    },
  };
}
