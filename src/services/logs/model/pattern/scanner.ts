import type { AwsError } from '../../../../aws/aws-error.ts';
import { invalidPattern } from '../../errors.ts';

/** Reads a filter pattern from left to right. */
export class Scanner {
  readonly text: string;
  #at: number;

  constructor(text: string, at = 0) {
    this.text = text;
    this.#at = at;
  }

  get atEnd(): boolean {
    this.skipBlanks();
    return this.#at >= this.text.length;
  }

  skipBlanks(): void {
    while (/\s/.test(this.text[this.#at] ?? '')) this.#at += 1;
  }

  /** The next character that is no blank, without taking it. */
  peek(): string {
    this.skipBlanks();
    return this.text[this.#at] ?? '';
  }

  /** Takes `word` if it comes next. */
  take(word: string): boolean {
    this.skipBlanks();
    if (!this.text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  /** Takes what `form` (sticky) matches here, blanks not skipped. */
  match(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = this.#at;
    const found = form.exec(this.text);
    if (found === null) return undefined;
    this.#at += found[0].length;
    return found;
  }

  expect(word: string): void {
    if (!this.take(word)) throw this.error(`expected ${word}`);
  }

  /** Takes a text up to the closing mark; a backslash takes the mark's meaning away. */
  quoted(mark: '"' | '%'): string {
    this.expect(mark);
    let value = '';
    for (let each = this.text[this.#at]; each !== undefined; each = this.text[this.#at]) {
      this.#at += 1;
      if (each === mark) return value;
      const next = this.text[this.#at];
      // In a regular expression every other escape is its own.
      if (each === '\\' && next !== undefined && (next === mark || (next === '\\' && mark === '"'))) {
        value += next;
        this.#at += 1;
      } else {
        value += each;
      }
    }
    throw this.error(`the closing ${mark} is missing`);
  }

  error(problem: string): AwsError {
    return invalidPattern(`${problem} at position ${this.#at + 1}`);
  }
}
