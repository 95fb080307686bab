#!/usr/bin/env node
import { main } from "./cli.ts";
import { processIo } from "./io.ts";

// Never process.exit: Dawn may still be at work, and what was written to a pipe would be lost.
process.exitCode = await main(process.argv.slice(2), processIo);
