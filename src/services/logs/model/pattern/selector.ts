import type { Scanner } from './scanner.ts';

/** A step down into a JSON value: a member, an element, or all of either. */
type Step = string | number | typeof anything;

const anything = Symbol('*');

export interface Selector {
  /** As it stands in the pattern. */
  readonly text: string;
  /** Every value that the path leads to; none where there is no such member. */
  readonly select: (document: unknown) => readonly unknown[];
}

/** `$.a.b[0]`, `$['a b'].c`, `$.list[*].name`, `$.*`. */
export function readSelector(scanner: Scanner): Selector {
  scanner.expect('$');
  const steps: Step[] = [];
  let text = '$';
  for (;;) {
    const found = scanner.match(/\.\*|\.([\p{L}\p{N}_@:/-]+)|\[\s*(?:(\d+)|\*|"([^"]*)"|'([^']*)')\s*\]/uy);
    if (found === undefined) break;
    const [taken, member, index, quoted, single] = found;
    text += taken;
    steps.push(index === undefined ? (member ?? quoted ?? single ?? anything) : Number(index));
  }
  if (steps.length === 0) throw scanner.error('expected a property selector such as $.name');
  return { text, select: (document) => walk(document, steps) };
}

function walk(document: unknown, steps: readonly Step[]): readonly unknown[] {
  let found: readonly unknown[] = [document];
  for (const step of steps) found = found.flatMap((value) => children(value, step));
  return found;
}

function children(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  if (step === anything) return Array.isArray(value) ? value : Object.values(value);
  if (typeof step === 'number') return Array.isArray(value) && step < value.length ? [value[step]] : [];
  return Array.isArray(value) || !Object.hasOwn(value, step)
    ? []
    : [new Map(Object.entries(value)).get(step)];
}
