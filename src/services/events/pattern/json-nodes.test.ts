import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Node, parseNodes, PlacedError } from './json-nodes.ts';

function valueOf(node: Node): unknown {
  switch (node.kind) {
    case 'object': {
      const pairs = node.members.map(({ name, value }) => [name, valueOf(value)] as const);
      return Object.fromEntries(pairs);
    }
    case 'array':
      return node.items.map(valueOf);
    case 'text':
    case 'number':
    case 'word':
      return node.value;
    default:
      return node satisfies never;
  }
}

function outcome(parse: () => unknown): unknown {
  try {
    return { value: parse() };
  } catch (error) {
    if (error instanceof PlacedError || error instanceof SyntaxError) return 'refused';
    throw error;
  }
}

test('takes and refuses what JSON.parse does, with the same value', () => {
  // JSON with a piece cut out or put in: much of it is no JSON any more.
  const damaged = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.nat(3),
      fc.constantFrom('', ',', '"', '[', '}', '0', '-', '\\', ' ', '\u0001'),
    )
    .map(([text, at, length, added]) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + added + text.slice(from + length);
    });
  fc.assert(
    fc.property(fc.oneof(fc.json(), damaged), (text) => {
      expect(outcome(() => valueOf(parseNodes(text)))).toEqual(outcome(() => JSON.parse(text)));
    }),
    { numRuns: 2000 },
  );
});

test('refuses what is nested too deep', () => {
  expect(() => parseNodes('['.repeat(100_000))).toThrow('Document nesting depth exceeds 500');
});
