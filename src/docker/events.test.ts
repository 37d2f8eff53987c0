import { expect, test } from 'vitest';
import { parseEvent } from './events.ts';

test('keeps the nanoseconds of an event exact', () => {
  const line =
    '{"Type":"container","Action":"die","Actor":{"ID":"abc","Attributes":{"exitCode":"7",' +
    '"note":"\\"timeNano\\":1"}},"time":1795463993,"timeNano":1795463993477358693}';
  expect(parseEvent(line)).toEqual({
    type: 'container',
    action: 'die',
    id: 'abc',
    attributes: { exitCode: '7', note: '"timeNano":1' },
    timeNano: 1795463993477358693n,
  });
});

test('Podman’s "remove" of a container is Docker’s "destroy"', () => {
  const line = '{"Type":"container","Action":"remove","Actor":{"ID":"abc","Attributes":null},"time":3}';
  expect(parseEvent(line)).toMatchObject({ action: 'destroy', attributes: {}, timeNano: 3_000_000_000n });
});
