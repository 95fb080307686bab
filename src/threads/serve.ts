import * as platform from "#threads-platform";
import type { Answer, Question } from "./crew.ts";
import { failureOf } from "./failure.ts";

/** What a worker can be asked to do, by name. */
type Jobs = Readonly<Record<string, (data: never) => unknown>>;

/** Answers the questions of the crew this thread belongs to, one after another. */
export function serve(jobs: Jobs): void {
  const director = platform.director();
  const known: Jobs = { ready: () => undefined, ...jobs };
  let before: Promise<void> = Promise.resolve();
  director.listen((message) => {
    before = before.then(async () => {
      const { id, job, data } = message as Question;
      let answer: Answer;
      try {
        answer = { id, value: await known[job](data as never) };
      } catch (error) {
        answer = { id, failure: failureOf(error) };
      }
      director.post(answer);
    });
  });
}
