import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { CUBA, cubaNetwork } from "../cuba.ts";
import { type Bench, median, type Result } from "../measure.ts";

/** The same network in Brian2's C++, in the same run; nothing where Brian2 is not installed. */
export async function brian2(bench: Bench): Promise<Result[]> {
  const script = ["kernels-bench/peers/brian2.py", join(import.meta.dirname, "../kernels-bench/peers/brian2.py")].find(existsSync);
  const python = ["/usr/bin/python3", "python3"].find(hasBrian2);
  if (!script || !python) {
    console.error("peers: Brian2 is not here (Debian: apt-get install python3-brian, and a checkout to run in); skipped");
    return [];
  }
  const run = (): { brian2: string; seconds: number[]; rate: number } =>
    JSON.parse(
      execFileSync(python, [script, "3"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
        .trim()
        .split("\n")
        .at(-1) ?? "",
    );
  // Before and after ours: a machine whose speed drifts shows in the spread.
  const before = run();
  const [ours] = await cubaNetwork(bench);
  const theirs = [...before.seconds, ...run().seconds];
  const peer = {
    name: `${CUBA}, Brian2 ${before.brian2}`,
    ...median(theirs),
    unit: "s/model s",
    note: `C++ standalone, 1 thread, -O3; ${before.rate.toFixed(2)} Hz`,
  };
  const ratio = {
    name: `${CUBA}, to Brian2`,
    value: ours.value / peer.value,
    spread: Math.max(ours.spread, peer.spread),
    unit: "times",
    note: "target on cpu: at most 5",
  };
  return [ours, peer, ratio];
}

function hasBrian2(python: string): boolean {
  try {
    execFileSync(python, ["-c", "import brian2"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
