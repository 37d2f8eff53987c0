import { expect, test } from 'vitest';

import { Mailbox } from './mailbox.ts';

const unexpected = (error: unknown): never => {
  throw error;
};

test('handles messages in order, and is never re-entered', () => {
  const seen: string[] = [];
  const mailbox = new Mailbox<number>((message) => {
    seen.push(`begin ${message}`);
    if (message < 3) mailbox.post(message + 1);
    seen.push(`end ${message}`);
  }, unexpected);
  mailbox.post(1);
  expect(seen).toEqual(['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
});

test('an error goes to its handler with the message, and later messages are handled', () => {
  const handled: string[] = [];
  const failed: string[] = [];
  const mailbox = new Mailbox<string>(
    (message) => {
      if (message === 'a') mailbox.post('b');
      if (message === 'a') throw new Error('bad');
      handled.push(message);
    },
    (error, message) => failed.push(`${message} ${String(error)}`),
  );
  mailbox.post('a');
  mailbox.post('c');
  expect(failed).toEqual(['a Error: bad']);
  expect(handled).toEqual(['b', 'c']);
});

test('after an error handler has thrown itself, messages are still handled', () => {
  const handled: string[] = [];
  const mailbox = new Mailbox<string>((message) => {
    if (message === 'bad') throw new Error('bad');
    handled.push(message);
  }, unexpected);
  expect(() => mailbox.post('bad')).toThrow('bad');
  mailbox.post('good');
  expect(handled).toEqual(['good']);
});

test('drops what comes after close, and what waited', () => {
  const handled: number[] = [];
  const mailbox = new Mailbox<number>((message) => {
    handled.push(message);
    if (message !== 1) return;
    mailbox.post(2);
    mailbox.close();
    mailbox.post(3);
  }, unexpected);
  mailbox.post(1);
  mailbox.post(4);
  expect(handled).toEqual([1]);
});
