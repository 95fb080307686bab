import type { Program, ProgramExecutor } from "./program.ts";
import { CpuProgram } from "./program-cpu.ts";
import { GpuProgram } from "./program-gpu.ts";
import { type AdapterChoice, openTarget } from "./target.ts";

/** An executor of a program on the adapter of choice; `auto`: a hardware GPU, else `cpu`. @throws NoAdapterError, InputError */
export async function executeProgram(program: Program, choice: AdapterChoice): Promise<ProgramExecutor> {
  const { device } = await openTarget(choice, undefined);
  if (!device) return new CpuProgram(program);
  try {
    return await GpuProgram.create(device, program);
  } catch (error) {
    device.destroy();
    throw error;
  }
}
