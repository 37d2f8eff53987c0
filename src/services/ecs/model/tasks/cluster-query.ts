/**
 * The cluster query language, in which `memberOf` says which container instances will do.
 *
 *   expr    := and (("||" | "or") and)*          and := unary (("&&" | "and") unary)*
 *   unary   := ("!" | "not") unary | "(" expr ")" | subject operator [argument]
 *
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 */
export interface InstanceFacts {
  /** Every value that a subject has: none where it is not there, several for `task:group`. */
  valuesOf(subject: string): readonly string[];
}

export type ClusterQuery = (instance: InstanceFacts) => boolean;

/** `undefined` where the text is no expression of the language. */
export function parseClusterQuery(text: string): ClusterQuery | undefined {
  const tokens = tokenize(text);
  if (tokens === undefined) return undefined;
  const parser = new Parser(tokens);
  const query = parser.expression();
  return parser.isAtEnd ? query : undefined;
}

interface Token {
  readonly text: string;
  readonly kind: 'symbol' | 'word' | 'quoted';
}

const token =
  /\s*(?:(?<symbol>&&|\|\||==|!=|>=|<=|=~|!~|!exists\b|!in\b|[()[\],<>!])|'(?<quoted>[^']*)'|(?<word>[^\s()[\],'&|=!<>~]+))\s*/y;

function tokenize(text: string): Token[] | undefined {
  const tokens: Token[] = [];
  // A sticky pattern remembers where it is, so each reading has its own.
  const reader = new RegExp(token);
  for (let at = 0; at < text.length; at = reader.lastIndex) {
    const { symbol, quoted, word } = reader.exec(text)?.groups ?? {};
    if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol });
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else return undefined;
  }
  return tokens;
}

type Test = (values: readonly string[], argument: readonly string[]) => boolean;

const any =
  (test: (value: string, argument: string) => boolean): Test =>
  (values, [argument = '']) =>
    values.some((value) => test(value, argument));
const not =
  (test: Test): Test =>
  (values, argument) =>
    !test(values, argument);

const equals = any((value, argument) => value === argument);
const matches = any((value, argument) => new RegExp(`^(?:${argument})$`, 'u').test(value));
const exists: Test = (values) => values.length > 0;
const isIn: Test = (values, list) => values.some((value) => list.includes(value));

interface Operator {
  readonly argument: 'none' | 'one' | 'list' | 'pattern';
  readonly test: Test;
}

const operators = new Map<string, Operator>(
  (
    [
      [['==', 'equals'], 'one', equals],
      [['!=', 'not_equals'], 'one', not(equals)],
      [['>', 'greater_than'], 'one', any((value, argument) => Number(value) > Number(argument))],
      [['>=', 'greater_than_equal'], 'one', any((value, argument) => Number(value) >= Number(argument))],
      [['<', 'less_than'], 'one', any((value, argument) => Number(value) < Number(argument))],
      [['<=', 'less_than_equal'], 'one', any((value, argument) => Number(value) <= Number(argument))],
      [['exists'], 'none', exists],
      [['!exists', 'not_exists'], 'none', not(exists)],
      [['in'], 'list', isIn],
      [['!in', 'not_in'], 'list', not(isIn)],
      [['=~', 'matches'], 'pattern', matches],
      [['!~', 'not_matches'], 'pattern', not(matches)],
    ] as const
  ).flatMap(([names, argument, test]) => names.map((name) => [name, { argument, test }] as const)),
);

const subject =
  /^(?:attribute:[A-Za-z0-9_\-/\\.]{1,128}|ec2InstanceId|agentConnected|agentVersion|registeredAt|runningTasksCount|task:group)$/;

/** One walk over the tokens. Each method answers `undefined` where what it looks for is not there. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  expression(): ClusterQuery | undefined {
    return this.#joined(
      ['||', 'or'],
      () => this.#conjunction(),
      (left, right) => (instance) => left(instance) || right(instance),
    );
  }

  #conjunction(): ClusterQuery | undefined {
    return this.#joined(
      ['&&', 'and'],
      () => this.#unary(),
      (left, right) => (instance) => left(instance) && right(instance),
    );
  }

  #joined(
    words: readonly string[],
    part: () => ClusterQuery | undefined,
    join: (left: ClusterQuery, right: ClusterQuery) => ClusterQuery,
  ): ClusterQuery | undefined {
    let left = part();
    while (left !== undefined && this.#take(...words)) {
      const right = part();
      left = right && join(left, right);
    }
    return left;
  }

  #unary(): ClusterQuery | undefined {
    if (this.#take('!', 'not')) {
      const inner = this.#unary();
      return inner && ((instance) => !inner(instance));
    }
    if (this.#take('(')) {
      const inner = this.expression();
      return this.#take(')') ? inner : undefined;
    }
    return this.#term();
  }

  #term(): ClusterQuery | undefined {
    const name = this.#next();
    const operator = operators.get(this.#next()?.text ?? '');
    if (name?.kind !== 'word' || !subject.test(name.text) || operator === undefined) return undefined;
    const argument = this.#argument(operator);
    return argument && ((instance) => operator.test(instance.valuesOf(name.text), argument));
  }

  #argument({ argument }: Operator): string[] | undefined {
    if (argument === 'none') return [];
    if (argument === 'list') return this.#list();
    const value = this.#value();
    if (value === undefined || (argument === 'pattern' && !isPattern(value))) return undefined;
    return [value];
  }

  #list(): string[] | undefined {
    if (!this.#take('[')) return undefined;
    const values: string[] = [];
    do {
      const value = this.#value();
      if (value === undefined) return undefined;
      values.push(value);
    } while (this.#take(','));
    return this.#take(']') ? values : undefined;
  }

  #value(): string | undefined {
    const next = this.#next();
    return next?.kind === 'symbol' ? undefined : next?.text;
  }

  #take(...texts: readonly string[]): boolean {
    const next = this.#tokens[this.#at];
    const found = next !== undefined && next.kind !== 'quoted' && texts.includes(next.text);
    if (found) this.#at += 1;
    return found;
  }

  #next(): Token | undefined {
    const next = this.#tokens[this.#at];
    if (next !== undefined) this.#at += 1;
    return next;
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
