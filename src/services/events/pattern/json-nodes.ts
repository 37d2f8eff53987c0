/**
 * JSON as a tree that still knows where in the text everything stood, because AWS tells the place of an
 * error in a pattern. Offsets are those at which the reader of AWS (Jackson) stands once it has seen a
 * token: behind the opening quote of a text, behind the whole of everything else.
 */
export type Node = ObjectNode | ArrayNode | TextNode | NumberNode | WordNode;

interface Placed {
  /** Behind the node's first token. */
  readonly at: number;
  /** Behind the whole node. */
  readonly end: number;
}

export interface ObjectNode extends Placed {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

export interface Member {
  readonly name: string;
  readonly value: Node;
}

export interface ArrayNode extends Placed {
  readonly kind: 'array';
  readonly items: readonly Node[];
}

export interface TextNode extends Placed {
  readonly kind: 'text';
  readonly value: string;
}

export interface NumberNode extends Placed {
  readonly kind: 'number';
  readonly value: number;
}

export interface WordNode extends Placed {
  readonly kind: 'word';
  readonly value: true | false | null;
}

/** Something is wrong at a place of the text. */
export class PlacedError extends Error {
  override readonly name = 'PlacedError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

const deepest = 500;
const values = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

/** Throws PlacedError for what is no JSON, or more than one value. */
export function parseNodes(text: string): Node {
  const reader = new Reader(text);
  const node = reader.value(0);
  reader.finish();
  return node;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Node {
    if (depth > deepest) throw new PlacedError(`Document nesting depth exceeds ${deepest}`, this.#at);
    this.#skipSpace();
    const first = this.#text[this.#at];
    if (first === undefined) throw this.#ended();
    if (first === '{') return this.#object(depth);
    if (first === '[') return this.#array(depth);
    if (first === '"') return this.#string();
    if (first === '-' || (first >= '0' && first <= '9')) return this.#number();
    return this.#word();
  }

  finish(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) throw this.#unexpected('was expecting the end of the input');
  }

  #object(depth: number): ObjectNode {
    const at = (this.#at += 1);
    const members: Member[] = [];
    for (;;) {
      this.#skipSpace();
      const next = this.#text[this.#at];
      if (next === '}') break;
      if (members.length > 0) {
        this.#expect(',', 'was expecting comma to separate Object entries');
        this.#skipSpace();
      }
      if (this.#text[this.#at] !== '"')
        throw this.#unexpected('was expecting double-quote to start field name');
      const { value: name } = this.#string();
      this.#skipSpace();
      this.#expect(':', 'was expecting a colon to separate field name and value');
      members.push({ name, value: this.value(depth + 1) });
    }
    return { kind: 'object', members, at, end: (this.#at += 1) };
  }

  #array(depth: number): ArrayNode {
    const at = (this.#at += 1);
    const items: Node[] = [];
    for (;;) {
      this.#skipSpace();
      if (this.#text[this.#at] === ']') break;
      if (items.length > 0) this.#expect(',', 'was expecting comma to separate Array entries');
      items.push(this.value(depth + 1));
    }
    return { kind: 'array', items, at, end: (this.#at += 1) };
  }

  #string(): TextNode {
    const start = this.#at;
    const match = this.#match(/"(?:[^"\\]|\\.)*"/sy);
    if (match === undefined) throw this.#ended();
    return { kind: 'text', value: String(this.#parsed(match, start)), at: start + 1, end: this.#at };
  }

  #number(): NumberNode {
    const start = this.#at;
    const match = this.#match(/-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y);
    if (match === undefined) throw this.#unexpected('in numeric value: expected a digit');
    return { kind: 'number', value: Number(this.#parsed(match, start)), at: this.#at, end: this.#at };
  }

  #word(): WordNode {
    const match = this.#match(/[A-Za-z0-9_$]+/y);
    if (match === undefined) throw this.#unexpected('expected a valid value');
    const place = { at: this.#at, end: this.#at };
    if (match === 'true') return { kind: 'word', value: true, ...place };
    if (match === 'false') return { kind: 'word', value: false, ...place };
    if (match === 'null') return { kind: 'word', value: null, ...place };
    throw new PlacedError(`Unrecognized token '${match}': was expecting ${values}`, this.#at);
  }

  #parsed(text: string, start: number): unknown {
    try {
      return JSON.parse(text);
    } catch {
      throw new PlacedError('Illegal character in a String value', start);
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text)?.[0];
    if (match !== undefined) this.#at += match.length;
    return match;
  }

  #expect(character: string, problem: string): void {
    if (this.#text[this.#at] !== character) throw this.#unexpected(problem);
    this.#at += 1;
  }

  #skipSpace(): void {
    this.#match(/[ \t\r\n]*/y);
  }

  #unexpected(problem: string): PlacedError {
    const found = this.#text[this.#at];
    if (found === undefined) return this.#ended();
    return new PlacedError(
      `Unexpected character ('${found}' (code ${found.charCodeAt(0)})): ${problem}`,
      this.#at + 1,
    );
  }

  #ended(): PlacedError {
    return new PlacedError('Unexpected end-of-input', this.#text.length);
  }
}
