import { type ArrayNode, type Node, PlacedError } from './json-nodes.ts';
import { between, exactly, type LeafMatcher } from './matchers.ts';

/** AWS compares numbers of this size at most. */
const largest = 5e9;

/** `[">", 0, "<=", 5]`: one or two comparisons. Throws PlacedError with AWS's texts. */
export function numericOf(node: ArrayNode): LeafMatcher {
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
