import { expect, test } from 'vitest';
import { countingIds } from '../../../kernel/ids.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import { Tokens } from './tokens.ts';

const scope = { account: '123456789012', region: 'eu-west-1' };

test('a token is good for twelve hours, in every process with the key', async () => {
  const clock = new VirtualClock(0);
  const parts = { clock, ids: countingIds() };
  const { password, expiresAt } = new Tokens({ key: 'k', ...parts }).issue(scope);
  expect(expiresAt).toBe(12 * 3_600_000);
  const again = new Tokens({ key: 'k', ...parts });
  await clock.advance(expiresAt - 1);
  expect(again.check(password)).toEqual({ kind: 'valid', scope });
  expect(new Tokens({ key: 'other', ...parts }).check(password)).toEqual({ kind: 'invalid' });
  await clock.advance(1);
  expect(again.check(password)).toEqual({ kind: 'expired' });
});

test.each(['', '.', 'x', 'x.y', 'W10.', `${Buffer.from('["1","2",9e99]').toString('base64url')}.x`])(
  'the password "%s" is none',
  (password) => {
    const tokens = new Tokens({ key: 'k', clock: new VirtualClock(0), ids: countingIds() });
    expect(tokens.check(password)).toEqual({ kind: 'invalid' });
  },
);
