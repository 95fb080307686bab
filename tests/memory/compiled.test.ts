/** The twins of memories on arrays of one memory, where their loops are compiled, against the same twins on arrays of their own, where they are not. */
import { expect, it } from "vitest";
import type { Program, ProgramBuffer } from "../../src/plan/program.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { Dice } from "../../src/verify/dice.ts";
import { memoryChecks } from "../../src/verify/memory.ts";

it.each(memoryChecks.map((check) => [check.kernel, check] as const))("%s", async (kernel, check) => {
  for (let seed = 1; seed <= 12; seed++) {
    const { stage, buffers } = check.make(new Dice(seed, kernel));
    const entries = Object.entries(buffers).map(([name, data]): [string, ProgramBuffer] => [
      name,
      { type: data instanceof Float32Array ? "f32" : "u32", length: data.length, data: data.slice() },
    ]);
    const program: Program = { buffers: Object.fromEntries(entries), sequences: { run: [stage] } };
    const cpu = new CpuProgram(program);
    await cpu.run("run");
    const plain = Object.fromEntries(Object.entries(buffers).map(([name, data]) => [name, data.slice()]));
    (stage.kernel.twin as (...args: unknown[]) => void)(stage.shape, ...Object.values(stage.bindings).map((name) => plain[name]));
    for (const [name, expected] of Object.entries(plain))
      expect(Array.from(cpu.view(name)), `seed ${seed}, ${name}`).toEqual(Array.from(expected));
  }
});
