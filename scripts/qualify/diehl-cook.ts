import { join } from "node:path";
import { Workbench } from "../../examples/bench.ts";
import { BAR, diehlCook } from "../../examples/diehl-cook/index.ts";
import { adapterName } from "../../src/cli/summary.ts";
import type { Check, Measurement } from "./check.ts";

/** The whole study at scale 1. */
export const diehlCookCheck: Check = {
  name: "diehl-cook",
  title: "Diehl and Cook 2015: 20,000 training and 10,000 test images of MNIST (--data), seed 1",
  async measure({ adapter, note, data }) {
    let said = "";
    const onProgress = (share: number, text: string) => {
      const percent = `${Math.floor(20 * share) * 5} %`;
      if (percent !== said) note(`${percent}: ${text}`);
      said = percent;
    };
    const bench = new Workbench({ adapter, onProgress });
    const { findings } = await diehlCook.run({ seed: 1, data: join(data, "mnist") }, bench);
    const measurements = findings.flatMap(({ name, measured }): Measurement[] => {
      if (typeof measured === "string") return [];
      // A share of right answers that must be reached is one of errors that must not.
      if (name.startsWith("accuracy on")) return [{ what: `errors, ${name}`, value: 100 - measured, unit: "%", below: 100 - BAR }];
      return [{ what: name, value: measured }];
    });
    return { measurements, where: adapterName(bench.simulations[0]!) };
  },
};
