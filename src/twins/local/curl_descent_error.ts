import type { Floats } from "../lib/floats.ts";

/** Norm of what is not finite. */
const LARGEST = 3.4e38;

export interface CurlDescentErrorShape {
  readonly networks: number;
  /** Outputs x inputs. */
  readonly count: number;
}

/** Twin of shaders/local/curl_descent_error.wgsl; students, teachers and misses (networks x outputs x inputs), residuals (networks). */
export function curl_descent_error(
  { networks, count }: CurlDescentErrorShape,
  students: Floats,
  teachers: Floats,
  misses: Floats,
  residuals: Floats,
): void {
  for (let network = 0; network < networks; network++) {
    const begin = network * count;
    let sum = 0;
    for (let i = begin; i < begin + count; i++) {
      const miss = students[i] - teachers[i];
      misses[i] = miss;
      sum += miss * miss;
    }
    residuals[network] = Number.isFinite(Math.fround(sum)) ? Math.sqrt(sum) : LARGEST;
  }
}
