import { compileExpression, type Filter } from './expression.ts';
import { type ArrayNode, type Node, type ObjectNode, parseNodes, PlacedError } from './json-nodes.ts';
import { exactly, type Leaf } from './matchers.ts';

/** Whether an event matches. Pure, and made once per pattern. */
export type EventMatcher = (event: unknown) => boolean;

/** Why a text is no event pattern, in AWS's words, with the place. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
}

/**
 * Compiles an event pattern. All members of an object must match, one entry of an array is enough, and
 * where the event has an array of objects, one of them must satisfy all that is asked below it.
 * Throws PatternError.
 */
export function compilePattern(text: string): EventMatcher {
  try {
    const node = parseNodes(text);
    if (node.kind !== 'object') throw new PlacedError('Filter is not an object', node.at);
    return objectMatcher(node, false);
  } catch (error) {
    if (!(error instanceof PlacedError)) throw error;
    throw new PatternError(`${error.message}\n at ${placeOf(text, error.offset)}`, { cause: error });
  }
}

function objectMatcher(node: ObjectNode, isWithinOr: boolean): EventMatcher {
  if (node.members.length === 0) throw new PlacedError('Empty objects are not allowed', node.end);
  const conditions = node.members.map(({ name, value }) => condition(name, value, isWithinOr));
  return (event) => someElement(event, (object) => conditions.every((matches) => matches(object)));
}

/** What one member of a pattern asks of an object of the event; of `undefined` where there is none. */
function condition(name: string, node: Node, isWithinOr: boolean): EventMatcher {
  if (name === '$or') return alternatives(node);
  if (isWithinOr && reserved.has(name)) {
    throw new PlacedError(`${name} is Ruler reserved fieldName which cannot be used inside $or.`, node.at);
  }
  if (node.kind === 'object') {
    const matches = objectMatcher(node, isWithinOr);
    return (object) => matches(memberOf(object, name));
  }
  if (node.kind === 'array') {
    const matches = valueMatcher(node);
    return (object) => matches(memberOf(object, name));
  }
  throw new PlacedError(`"${name}" must be an object or an array`, node.at);
}

function alternatives(node: Node): EventMatcher {
  if (node.kind !== 'array') throw new PlacedError('It must be an Array followed with $or.', node.at);
  const matchers = node.items.map((item) => {
    if (item.kind !== 'object') {
      throw new PlacedError('Only JSON object is allowed in array of $or relationship.', item.at);
    }
    return objectMatcher(item, true);
  });
  if (matchers.length < 2) {
    throw new PlacedError('There must have at least 2 Objects in $or relationship.', node.end);
  }
  return (object) => matchers.some((matches) => matches(object));
}

/** Names of filters: below `$or` a member of that name would read as one. */
const reserved: ReadonlySet<string> = new Set([
  'exactly',
  'prefix',
  'suffix',
  'numeric',
  'anything-but',
  'exists',
  'cidr',
  'equals-ignore-case',
  'wildcard',
]);

function valueMatcher(node: ArrayNode): EventMatcher {
  if (node.items.length === 0) throw new PlacedError('Empty arrays are not allowed', node.end);
  const filters = node.items.map(filterOf);
  return (value) => {
    const leaves = leavesOf(value);
    return filters.some((filter) => {
      if (filter === 'exists') return leaves.length > 0;
      if (filter === 'absent') return leaves.length === 0;
      return leaves.some(filter);
    });
  };
}

function filterOf(node: Node): Filter {
  switch (node.kind) {
    case 'object':
      return compileExpression(node);
    case 'text':
    case 'number':
    case 'word':
      return exactly(node.value);
    case 'array':
      throw new PlacedError('Match value must be String, number, true, false, or null', node.at);
    default:
      return node satisfies never;
  }
}

/** An array stands for its elements, however deep; an object is no leaf. */
function leavesOf(value: unknown): readonly Leaf[] {
  if (Array.isArray(value)) return value.flatMap(leavesOf);
  return value === undefined || (typeof value === 'object' && value !== null) ? [] : [leafOf(value)];
}

function leafOf(value: unknown): Leaf {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

function someElement(value: unknown, matches: (object: unknown) => boolean): boolean {
  if (!Array.isArray(value)) return matches(value);
  // Nothing is there to be looked into, which satisfies `exists: false`.
  if (value.length === 0) return matches(undefined);
  return value.some((element) => someElement(element, matches));
}

function memberOf(object: unknown, name: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, name)) return undefined;
  const member: unknown = Reflect.get(object, name);
  return member;
}

/** As Jackson tells it: `[Source: (String)"{…}"; line: 1, column: 12]`. */
function placeOf(text: string, offset: number): string {
  const shown = text.slice(0, 500);
  const rest = text.length > 500 ? `[truncated ${text.length - 500} chars]` : '';
  const before = text.slice(0, offset).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `[Source: (String)"${shown}"${rest}; line: ${before.length}, column: ${column}]`;
}
