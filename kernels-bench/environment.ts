import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, cpus, loadavg, platform } from "node:os";
import { dirname, join } from "node:path";

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
    webgpu: versionOf("webgpu"),
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

function versionOf(name: string): string {
  let folder = dirname(createRequire(import.meta.url).resolve(name));
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return (JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version;
}
