import { execFileSync } from "node:child_process";
import { arch, cpus, loadavg, platform } from "node:os";
import { versionOf } from "../src/cli/version.ts";

/** What a result hangs on beside the adapter. */
export interface Environment {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly node: string;
  readonly webgpu: string;
  /** Short hash, with "+" where files that git knows were changed since. */
  readonly commit: string;
  readonly platform: string;
  readonly processor: string;
  readonly cores: number;
  /** Processes at work on the machine when the run began, over the last minute. */
  readonly load: number;
}

export function environment(): Environment {
  const cores = cpus();
  return {
    date: new Date().toISOString(),
    node: process.versions.node,
    webgpu: versionOf("webgpu") ?? "not found",
    commit: commit(),
    platform: `${platform()} ${arch()}`,
    processor: cores[0]?.model ?? "unknown",
    cores: cores.length,
    load: loadavg()[0],
  };
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: import.meta.dirname, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    return git("rev-parse", "--short", "HEAD") + (git("status", "--porcelain", "--untracked-files=no") === "" ? "" : "+");
  } catch {
    return "unknown";
  }
}
