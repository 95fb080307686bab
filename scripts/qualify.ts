/**
 * The long checks of correctness: published networks at full size against published activity.
 *   npm run qualify                    all of them
 *   npm run qualify -- brunel-A coba   those whose name holds one of the words
 *   --adapter auto|hardware|software|cpu, --list, --data <folder of the folders mnist and fashion-mnist> (default: ../shared/data)
 * Prints a table, writes it to out/qualify.md, exits with 1 on a miss.
 */
import { processIo } from "../src/cli/io.ts";
import { main } from "./qualify/cli.ts";

// Never process.exit: Dawn may still be at work, and what was written to a pipe would be lost.
process.exitCode = await main(process.argv.slice(2), processIo);
