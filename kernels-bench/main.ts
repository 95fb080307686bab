/**
 * Measures the kernels beside what the adapter can do in the same run; docs/benchmarks.md.
 *   npm run bench                                   all kernels, on a GPU, else on cpu
 *   npm run bench -- update propagate --sizes 1e5   some, at one size
 *   npm run bench -- example microcircuit --scale 0.1
 *   npm run bench -- peers cuba                     the same network in Brian2
 * --adapter auto|hardware|software|cpu, --json FILE, --against FILE, --list
 */
import { processIo } from "../src/cli/io.ts";
import { main } from "./cli.ts";

// Never process.exit: Dawn may still be at work, and what was written to a pipe would be lost.
process.exitCode = await main(process.argv.slice(2), processIo);
