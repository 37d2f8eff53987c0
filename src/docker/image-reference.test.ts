import { expect, test } from 'vitest';
import { parseImageReference, pullTarget } from './image-reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

test.each([
  ['web', { repository: 'web' }],
  ['web:1', { repository: 'web', tag: '1' }],
  ['host:5000/team/web', { repository: 'host:5000/team/web' }],
  ['host:5000/team/web:1.2', { repository: 'host:5000/team/web', tag: '1.2' }],
  [`web@${digest}`, { repository: 'web', digest }],
  [`host:5000/web:1@${digest}`, { repository: 'host:5000/web', tag: '1', digest }],
])('takes %s apart', (text, expected) => {
  expect(parseImageReference(text)).toEqual(expect.objectContaining(expected));
});

test('a bare name pulls latest, never every tag', () => {
  expect(pullTarget('host:5000/web')).toEqual({ fromImage: 'host:5000/web', tag: 'latest' });
});

test('a digest decides over a tag', () => {
  expect(pullTarget(`web:1@${digest}`)).toEqual({ fromImage: 'web', tag: digest });
});
