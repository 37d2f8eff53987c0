import { isIP } from 'node:net';
import { type ArrayNode, type Node, type ObjectNode, PlacedError } from './json-nodes.ts';
import {
  between,
  cidr,
  equalsIgnoreCase,
  exactly,
  type LeafMatcher,
  noneOf,
  prefix,
  prefixIgnoreCase,
  suffix,
  suffixIgnoreCase,
  wildcard,
} from './matchers.ts';

/** One entry of a pattern's array: a condition on a leaf, or on whether there is one. */
export type Filter = LeafMatcher | 'exists' | 'absent';

/** `{"prefix": "a"}` and its like. The texts of errors are those of AWS's rule compiler. */
export function compileExpression(node: ObjectNode): Filter {
  const [member] = node.members;
  if (member === undefined) throw new PlacedError('Match expression name not found', node.end);
  const { name, value } = member;
  const filter = compileMember(name, value);
  if (node.members.length > 1) {
    const isCounted = name === 'numeric' || name === 'anything-but';
    const problem = isCounted
      ? 'Too many elements in numeric expression'
      : 'Only one key allowed in match expression';
    throw new PlacedError(problem, node.members[1]?.value.at ?? node.end);
  }
  return filter;
}

function compileMember(name: string, value: Node): Filter {
  switch (name) {
    case 'exactly':
      return exactly(textOf(value, 'exact match pattern must be a string'));
    case 'prefix':
      return affix(value, 'prefix', prefix, prefixIgnoreCase);
    case 'suffix':
      return affix(value, 'suffix', suffix, suffixIgnoreCase);
    case 'equals-ignore-case':
      return equalsIgnoreCase(textOf(value, 'equals-ignore-case match pattern must be a string'));
    case 'wildcard':
      return wildcardOf(value);
    case 'cidr':
      return cidrOf(value);
    case 'numeric':
      if (value.kind !== 'array') throw new PlacedError('Value of numeric must be an array.', value.at);
      return numericOf(value);
    case 'exists':
      if (value.kind !== 'word' || value.value === null) {
        throw new PlacedError('exists match pattern must be either true or false.', value.at);
      }
      return value.value ? 'exists' : 'absent';
    case 'anything-but':
      return anythingBut(value);
    default:
      throw new PlacedError(`Unrecognized match type ${name}`, value.at);
  }
}

/** `"a"`, or `{"equals-ignore-case": "a"}`. */
function affix(
  value: Node,
  name: string,
  plain: (wanted: string) => LeafMatcher,
  ignoringCase: (wanted: string) => LeafMatcher,
): LeafMatcher {
  if (value.kind !== 'object') return plain(textOf(value, `${name} match pattern must be a string`));
  const [member] = value.members;
  if (member?.name !== 'equals-ignore-case' || value.members.length > 1) {
    throw new PlacedError(`Unsupported ${name} match pattern: ${member?.name ?? ''}`, value.end);
  }
  return ignoringCase(textOf(member.value, `equals-ignore-case match pattern must be a string`));
}

function anythingBut(value: Node): LeafMatcher {
  if (value.kind === 'object') return anythingButExpression(value);
  if (value.kind === 'text' || value.kind === 'number') return noneOf([exactly(value.value)]);
  if (value.kind !== 'array') {
    throw new PlacedError('Value of anything-but must be an array or single string/number value.', value.at);
  }
  const kinds = new Set<string>();
  const wanted = value.items.map((item) => {
    if (item.kind !== 'text' && item.kind !== 'number') {
      throw new PlacedError('Inside anything but list, start|null|boolean is not supported.', item.at);
    }
    kinds.add(item.kind);
    return exactly(item.value);
  });
  if (kinds.size !== 1) {
    throw new PlacedError(
      'Inside anything but list, either all values are number or string, mixed type is not supported',
      value.end,
    );
  }
  return noneOf(wanted);
}

const deniable: ReadonlyMap<string, (value: Node) => LeafMatcher> = new Map([
  ['prefix', (value) => prefix(affixText(value))],
  ['suffix', (value) => suffix(affixText(value))],
  [
    'equals-ignore-case',
    (value) =>
      equalsIgnoreCase(
        textOf(
          value,
          'Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.',
        ),
      ),
  ],
  ['wildcard', wildcardOf],
] satisfies [string, (value: Node) => LeafMatcher][]);

function anythingButExpression(node: ObjectNode): LeafMatcher {
  const [member] = node.members;
  if (member === undefined) throw new PlacedError('Anything-But expression name not found', node.end);
  const compile = deniable.get(member.name);
  if (compile === undefined) {
    throw new PlacedError(`Unsupported anything-but pattern: ${member.name}`, member.value.at);
  }
  if (node.members.length > 1) throw new PlacedError('Only one key allowed in match expression', node.end);
  const { value } = member;
  if (value.kind !== 'array') return noneOf([compile(value)]);
  if (value.items.length === 0) throw new PlacedError('Empty arrays are not allowed', value.end);
  return noneOf(value.items.map(compile));
}

function affixText(value: Node): string {
  const text = textOf(value, 'prefix/suffix match pattern must be a string');
  if (text === '') throw new PlacedError('Null prefix/suffix not allowed', value.end);
  return text;
}

/** `*` stands for any text; `\*` and `\\` for themselves. Positions count the opening quote. */
function wildcardOf(value: Node): LeafMatcher {
  const text = textOf(value, 'wildcard match pattern must be a string');
  const parts = [''];
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    const next = text[at + 1];
    if (character === '*') {
      if (next === '*') throw new PlacedError(`Consecutive wildcard characters at pos ${at + 1}`, value.end);
      parts.push('');
    } else if (character === '\\') {
      if (next !== '*' && next !== '\\') {
        throw new PlacedError(`Invalid escape character at pos ${at + 1}`, value.end);
      }
      parts.push(`${parts.pop() ?? ''}${next}`);
      at += 1;
    } else {
      parts.push(`${parts.pop() ?? ''}${character}`);
    }
  }
  return wildcard(parts);
}

function cidrOf(value: Node): LeafMatcher {
  const text = textOf(value, 'prefix match pattern must be a string');
  const [address = '', bits, ...rest] = text.split('/');
  if (bits === undefined || rest.length > 0) {
    throw new PlacedError(`Malformed CIDR, one '/' required`, value.end);
  }
  const version = isIP(address);
  if (version === 0) throw new PlacedError(`Malformed CIDR, '${address}' is not an IP address`, value.end);
  const most = version === 4 ? 32 : 128;
  if (!/^\d{1,3}$/.test(bits))
    throw new PlacedError('Malformed CIDR, mask bits must be an integer', value.end);
  if (Number(bits) > most)
    throw new PlacedError('Malformed CIDR, mask bits must not be too large', value.end);
  return cidr(address, Number(bits));
}

const largest = 5e9;

function numericOf(node: ArrayNode): LeafMatcher {
  const [operator, value, secondOperator, secondValue] = node.items;
  const sign = signOf(operator, 'Invalid member in numeric match: ', node);
  const bound = numberOf(value, sign, node);
  switch (sign) {
    case '=':
      end(node, 2);
      return exactly(bound);
    case '<':
    case '<=':
      end(node, 2);
      return between(undefined, { value: bound, inclusive: sign === '<=' });
    case '>':
    case '>=': {
      const bottom = { value: bound, inclusive: sign === '>=' };
      if (secondOperator === undefined) return between(bottom, undefined);
      const second = signOf(secondOperator, 'Bad value in numeric range: ', node);
      if (second !== '<' && second !== '<=') {
        throw new PlacedError(`Bad numeric range operator: ${second}`, secondOperator.end);
      }
      const top = numberOf(secondValue, second, node);
      if (node.items.length > 4) {
        throw new PlacedError('Too many terms in numeric range expression', node.items[4]?.at ?? node.end);
      }
      if (top <= bound && !(top === bound && bottom.inclusive && second === '<=')) {
        throw new PlacedError('Bottom must be less than top', node.end);
      }
      return between(bottom, { value: top, inclusive: second === '<=' });
    }
    default:
      throw new PlacedError(`Unrecognized numeric range operator: ${sign}`, value?.at ?? node.end);
  }
}

function signOf(node: Node | undefined, problem: string, list: ArrayNode): string {
  if (node?.kind === 'text') return node.value;
  const shown = node === undefined ? ']' : node.kind === 'number' || node.kind === 'word' ? node.value : '[';
  throw new PlacedError(`${problem}${String(shown)}`, node?.at ?? list.end);
}

function numberOf(node: Node | undefined, operator: string, list: ArrayNode): number {
  if (node?.kind !== 'number') {
    const named = operator === '=' ? 'equals' : operator;
    throw new PlacedError(`Value of ${named} must be numeric`, node?.at ?? list.end);
  }
  if (Math.abs(node.value) > largest) {
    throw new PlacedError('Value must be between -5.0E9 and 5.0E9, inclusive', node.end);
  }
  return node.value;
}

function end(node: ArrayNode, count: number): void {
  const extra = node.items[count];
  if (extra !== undefined) throw new PlacedError('Too many elements in numeric expression', extra.at);
}

function textOf(node: Node, problem: string): string {
  if (node.kind !== 'text') throw new PlacedError(problem, node.at);
  return node.value;
}
