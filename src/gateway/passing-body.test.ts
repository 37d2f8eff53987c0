import { once } from 'node:events';
import { createServer, request, type RequestListener } from 'node:http';
import { expect, test } from 'vitest';
import { bodyOf, sendBody } from './passing-body.ts';

async function serve(listener: RequestListener): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

test('a body is whole, and its pieces are given back once they were read', async () => {
  const pieces: Uint8Array[] = [];
  let length = 0;
  await using server = await serve((incoming, answer) => {
    void (async () => {
      for await (const piece of bodyOf(incoming)) {
        length += piece.length;
        pieces.push(piece);
      }
      answer.end('done');
    })();
  });
  const sent = Buffer.alloc(1_000_000, 'x');
  const answer = await fetch(server.url, { method: 'POST', body: sent });
  expect(await answer.text()).toBe('done');
  expect(length).toBe(sent.length);
  // Those that are still there are small, or share their memory with others.
  expect(pieces.filter((piece) => piece.length > 0 && piece.length === piece.buffer.byteLength)).toEqual([]);
});

test('an answer may use the memory of a piece again', async () => {
  const memory = Buffer.alloc(500_000);
  await using server = await serve((_, answer) => {
    void sendBody(
      answer,
      (async function* () {
        for (const letter of 'abcdefgh') yield memory.fill(letter);
        memory.fill('!');
      })(),
    );
  });
  const text = await (await fetch(server.url)).text();
  expect(text).toBe(Array.from('abcdefgh', (letter) => letter.repeat(memory.length)).join(''));
});

test('a client that hangs up lets the source go', async () => {
  const { promise: released, resolve } = Promise.withResolvers<string>();
  await using server = await serve((_, answer) => {
    void sendBody(
      answer,
      (async function* () {
        try {
          for (;;) yield Buffer.alloc(1_000_000);
        } finally {
          resolve('released');
        }
      })(),
    );
  });
  const sent = request(server.url, (answer) => {
    answer.once('data', () => sent.destroy());
  });
  sent.on('error', () => {});
  sent.end();
  expect(await released).toBe('released');
});

test('a source that fails breaks the answer off', async () => {
  const { promise: failed, resolve } = Promise.withResolvers<unknown>();
  await using server = await serve((_, answer) => {
    sendBody(
      answer,
      (async function* () {
        yield Buffer.alloc(10);
        throw new Error('the disk is gone');
      })(),
    ).catch(resolve);
  });
  await expect(fetch(server.url).then((answer) => answer.text())).rejects.toThrow();
  expect(await failed).toMatchObject({ message: 'the disk is gone' });
});
