import { isIP } from 'node:net';
import { type Node, type ObjectNode, PlacedError } from './json-nodes.ts';
import {
  cidr,
  equalsIgnoreCase,
  exactly,
  type LeafMatcher,
  noneOf,
  prefix,
  prefixIgnoreCase,
  suffix,
  suffixIgnoreCase,
} from './matchers.ts';
import { numericOf } from './numeric.ts';
import { textOf } from './text-of.ts';
import { wildcardOf } from './wildcard.ts';

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
