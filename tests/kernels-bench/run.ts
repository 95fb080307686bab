import { main } from "../../kernels-bench/cli.ts";
import { type Done, ran } from "../cli/terminal.ts";

/** Runs `npm run bench -- argv` in this process. */
export const bench = (...argv: string[]): Promise<Done> => ran(main, argv);
