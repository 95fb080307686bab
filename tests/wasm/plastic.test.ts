import { describe, expect, it } from "vitest";
import { uncompilableRule } from "../../src/twins/lib/stretches.ts";
import { rules } from "../../src/twins/plasticity/index.ts";
import { outcome, type Scene } from "./plastic.ts";

async function same(scene: Scene): Promise<void> {
  const compiled = await outcome(scene, false);
  const twin = await outcome(scene, true);
  for (const name of Object.keys(twin)) {
    const at = twin[name]!.findIndex((word, k) => word !== compiled[name]![k]);
    expect(at < 0 ? "the same" : `${name}[${at}]: ${compiled[name]![at]} for ${twin[name]![at]}`, name).toBe("the same");
  }
}

const all = Object.values(rules).flatMap((rule) => Object.entries(rule.modes).map(([mode, form]) => ({ rule, mode, form })));

describe.each(all)("$rule.name, mode $mode", ({ rule, mode, form }) => {
  const plasticity = { rule: rule.name, mode, ...(form.on_step && { every: 1.1 }) };
  it("is compiled", () => {
    expect(uncompilableRule(form)).toBeUndefined();
  });
  it("delays of 0.3 to 2 ms", () => same({ plasticity }));
});
