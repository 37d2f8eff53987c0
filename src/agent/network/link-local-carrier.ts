import { Duplex } from 'node:stream';

import { encodeFrame, framesOf, largestChunk } from './link-local-frames.ts';

type Done = (error?: Error | null) => void;
type Send = (kind: string, bytes?: Uint8Array) => void;

/** A connection that the relay has accepted. Each way has one chunk under way at most, until it is taken. */
export class CarriedConnection extends Duplex {
  readonly remoteAddress: string;
  readonly #send: Send;
  /** A chunk has come and is not acknowledged yet: the relay reads no more until it is. */
  #owes = false;
  #taken: (() => void) | undefined;
  #isClosed = false;

  constructor(remoteAddress: string, send: Send) {
    super({ readableHighWaterMark: largestChunk });
    this.remoteAddress = remoteAddress;
    this.#send = send;
  }

  hearData(bytes: Uint8Array): void {
    this.#owes = true;
    this.push(bytes);
  }

  hearTaken(): void {
    const go = this.#taken;
    this.#taken = undefined;
    go?.();
  }

  hearEnd(): void {
    this.push(null);
  }

  /** The peer is gone, or everything that was written has reached it. */
  hearClosed(): void {
    this.#isClosed = true;
    this.destroy();
  }

  override _read(): void {
    if (!this.#owes) return;
    this.#owes = false;
    this.#send('A');
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    const next = (at: number): void => {
      if (at >= chunk.length) {
        done();
        return;
      }
      this.#taken = () => next(at + largestChunk);
      this.#send('D', chunk.subarray(at, at + largestChunk));
    };
    next(0);
  }

  override _final(done: Done): void {
    this.#isClosed = true;
    this.#send('C');
    done();
  }

  override _destroy(error: Error | null, done: Done): void {
    if (!this.#isClosed) this.#send('X');
    this.#isClosed = true;
    done(error);
  }
}

export interface RelayStream {
  readonly output: AsyncIterable<Uint8Array>;
  readonly write: (bytes: Uint8Array) => void;
}

/**
 * Takes the connections out of what a relay sends, until it ends. `onReady` hears that it does its work; one
 * that cannot rejects with a `RelayRefusal`.
 */
export async function carry(
  relay: RelayStream,
  onReady: () => void,
  onConnection: (connection: CarriedConnection) => void,
): Promise<void> {
  const connections = new Map<number, CarriedConnection>();
  try {
    for await (const { kind, connection: id, bytes } of framesOf(relay.output)) {
      const connection = connections.get(id);
      switch (kind) {
        case 'R':
          onReady();
          break;
        case 'F':
          throw new RelayRefusal(bytes.readUInt32LE(0));
        case 'O': {
          const opened = new CarriedConnection([...bytes.subarray(0, 4)].join('.'), (what, sent) => {
            // It does not tell of the end of a connection that it was told to end.
            if (what === 'X') connections.delete(id);
            relay.write(encodeFrame(what, id, sent));
          });
          // A peer that goes away is no error of ours.
          opened.on('error', () => {});
          connections.set(id, opened);
          onConnection(opened);
          break;
        }
        case 'D':
          connection?.hearData(bytes);
          break;
        case 'A':
          connection?.hearTaken();
          break;
        case 'E':
          connection?.hearEnd();
          break;
        case 'C':
          connections.delete(id);
          connection?.hearClosed();
          break;
        default:
          throw new Error(`the relay sent a frame of the unknown kind ${JSON.stringify(kind)}`);
      }
    }
  } finally {
    for (const connection of connections.values()) connection.hearClosed();
  }
}

/** Linux's names of the errors that are met; the system that we run on may number them differently. */
const names: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  13: 'EACCES',
  22: 'EINVAL',
  93: 'EPROTONOSUPPORT',
  95: 'EOPNOTSUPP',
  97: 'EAFNOSUPPORT',
  98: 'EADDRINUSE',
  99: 'EADDRNOTAVAIL',
};

export class RelayRefusal extends Error {
  /** As Node names it. */
  readonly code: string;

  constructor(error: number) {
    const code = names[error] ?? `error ${error}`;
    super(`the relay says ${code}`);
    this.code = code;
  }
}
