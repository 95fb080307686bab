/** What a worker thread of the cpu executor runs: src/simulate/threads.ts starts it. */
import { buildJobs } from "../network/rows.ts";
import { runJobs } from "../plan/hands.ts";
import { serve } from "../threads/serve.ts";

serve({ ...buildJobs, ...runJobs });
