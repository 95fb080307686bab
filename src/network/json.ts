import { InputError } from "../errors.ts";

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON bars them from strings
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORD = /[A-Za-z+-]*[A-Za-z][A-Za-z0-9]*/y;
const DEPTH = 64;

class Mistake {
  constructor(
    readonly offset: number,
    readonly remedy: string,
  ) {}
}

/** Walks JSON text without keeping anything, to find where it goes wrong: JSON.parse does not say so in every engine. */
class Scanner {
  private offset = 0;
  constructor(private readonly text: string) {}

  document(): void {
    this.value(0);
    this.space();
    if (this.offset < this.text.length) throw new Mistake(this.offset, "nothing may follow the end of the network");
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.offset;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.offset += found.length;
    return found;
  }

  private space(): string | undefined {
    this.take(SPACE);
    return this.text[this.offset];
  }

  private value(depth: number): void {
    const c = this.space();
    if (depth > DEPTH) throw new Mistake(this.offset, `nested deeper than ${DEPTH} levels`);
    if (c === "{") this.members(depth);
    else if (c === "[") this.elements(depth);
    else if (c === '"') this.string();
    else if (c === undefined) throw new Mistake(this.offset, "the text ends here; is the file complete?");
    else if (this.take(NUMBER) === "") this.word();
  }

  private word(): void {
    const start = this.offset;
    const word = this.take(WORD);
    if (word === "true" || word === "false" || word === "null") return;
    if (/nan|inf/i.test(word)) throw new Mistake(start, "JSON has no NaN or infinity; give a finite number");
    throw new Mistake(start, "expected a value: a number, a string in double quotes, a list or an object");
  }

  private string(): string {
    const start = this.offset;
    const found = this.take(STRING);
    if (found === "") throw new Mistake(start, "a string that does not end, or with a line break or a wrong escape in it");
    return found;
  }

  private members(depth: number): void {
    const keys = new Set<string>();
    this.offset++;
    if (this.space() === "}") {
      this.offset++;
      return;
    }
    for (;;) {
      const c = this.space();
      const start = this.offset;
      if (c === "}") throw new Mistake(start, "no comma before }");
      if (c !== '"') throw new Mistake(start, c === undefined ? "the text ends here; } is missing" : "expected a key in double quotes");
      const key = this.string();
      if (keys.has(key)) throw new Mistake(start, `the key ${key} is given twice; keep one`);
      keys.add(key);
      if (this.space() !== ":") throw new Mistake(this.offset, `expected : after the key ${key}`);
      this.offset++;
      this.value(depth + 1);
      if (this.next("}")) return;
    }
  }

  private elements(depth: number): void {
    this.offset++;
    if (this.space() === "]") {
      this.offset++;
      return;
    }
    for (;;) {
      if (this.space() === "]") throw new Mistake(this.offset, "no comma before ]");
      this.value(depth + 1);
      if (this.next("]")) return;
    }
  }

  /** Steps over a comma (false) or the closing bracket (true). */
  private next(close: string): boolean {
    const c = this.space();
    if (c !== close && c !== ",") {
      throw new Mistake(this.offset, c === undefined ? `the text ends here; ${close} is missing` : `expected , or ${close}`);
    }
    this.offset++;
    return c === close;
  }
}

/**
 * JSON text as a value. Unlike JSON.parse it also refuses a key given twice.
 * @throws InputError with `place:line:column` (1-based) of the first mistake
 */
export function parseJson(text: string, place: string): unknown {
  const plain = text.startsWith("\uFEFF") ? text.slice(1) : text;
  try {
    new Scanner(plain).document();
  } catch (mistake) {
    if (!(mistake instanceof Mistake)) throw mistake;
    const before = plain.slice(0, mistake.offset).split("\n");
    const line = before.length;
    const column = before[line - 1].length + 1;
    const near = plain.slice(mistake.offset, mistake.offset + 20).split(/[\r\n]/)[0];
    throw new InputError(`${place}:${line}:${column}`, near, `not JSON: ${mistake.remedy}`);
  }
  return JSON.parse(plain);
}
