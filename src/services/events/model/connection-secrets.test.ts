import { expect, test } from 'vitest';
import { testEvents } from '../../../../test/support/events.ts';
import { aesCipher, newKey } from '../../../kernel/cipher.ts';
import { openParameters, sealConnections } from './connection-secrets.ts';
import type { ConnectionRecord } from './tables.ts';

const AuthParameters = {
  BasicAuthParameters: { Username: 'me', Password: 'very secret' },
  InvocationHttpParameters: { HeaderParameters: [{ Key: 'x', Value: 'hidden', IsValueSecret: true }] },
};

test('what a connection signs in with lies in no row', async () => {
  await using events = testEvents();
  events.call('CreateConnection', { Name: 'c', AuthorizationType: 'BASIC', AuthParameters });
  events.call('UpdateConnection', {
    Name: 'c',
    AuthParameters: { BasicAuthParameters: { Username: 'you' } },
  });
  const rows = JSON.stringify(events.tables.connections.select());
  expect(rows).not.toMatch(/very secret|hidden|"you"/);
});

test('what an earlier version kept in the open is sealed', async () => {
  await using events = testEvents();
  events.call('CreateConnection', { Name: 'c', AuthorizationType: 'BASIC', AuthParameters });
  const [record] = events.tables.connections.select();
  if (record === undefined) throw new Error('there is no connection');
  const { sealed: _, ...rest } = record;
  const old: Omit<ConnectionRecord, 'sealed'> & { parameters: object } = {
    ...rest,
    parameters: AuthParameters,
  };
  events.tables.connections.put(old as unknown as ConnectionRecord);
  const cipher = aesCipher(newKey());
  sealConnections(events.tables, cipher);
  const [sealed] = events.tables.connections.select();
  expect(JSON.stringify(sealed)).not.toMatch(/very secret/);
  expect(openParameters(cipher, sealed ?? record)).toEqual(AuthParameters);
  // A second time changes nothing.
  sealConnections(events.tables, cipher);
  expect(events.tables.connections.select()).toEqual([sealed]);
});
