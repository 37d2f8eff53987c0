import type { ServiceContract, ShapeName } from '../../src/aws/contract/contract.ts';

/** Values that fit nowhere, or just fit; a service adds what looks like its own. */
export const nonsense: readonly unknown[] = [
  null,
  true,
  -1,
  1e300,
  '',
  'x',
  '..',
  '9'.repeat(60),
  'arn:aws:x',
  'cron(L W # ? / ,)',
  '€'.repeat(2000),
  [],
  [[]],
  {},
];

/**
 * A value in each place of a shape, one place at a time, down to six levels. `beside` is what required members
 * next to it hold; absent: they are left out.
 */
export function inputsWith(
  { shapes }: Pick<ServiceContract, 'shapes'>,
  name: ShapeName,
  value: unknown,
  beside?: string,
): unknown[] {
  const walk = (inner: ShapeName, depth: number): unknown[] => {
    const shape = shapes.get(inner);
    if (depth > 6) return [value];
    switch (shape?.kind) {
      case 'structure': {
        const others = beside === undefined ? [] : (shape.required ?? []).map((member) => [member, beside]);
        const required: object = Object.fromEntries(others);
        const all: object = Object.fromEntries(Object.keys(shape.members).map((member) => [member, value]));
        const each = Object.entries(shape.members).flatMap(([member, target]) =>
          walk(target, depth + 1).map((found) => ({ ...required, [member]: found })),
        );
        return [value, all, ...each];
      }
      case 'list':
        return [value, ...walk(shape.member, depth + 1).map((found) => [found])];
      case 'map':
        return [value, { key: value }];
      default:
        return [value];
    }
  };
  return walk(name, 0);
}
