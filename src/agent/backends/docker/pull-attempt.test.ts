import { describe, expect, test } from 'vitest';

import { fakeEngine } from '../../../../test/support/agent/fake-engine-client.ts';
import { abortedError } from '../../../docker/errors.ts';
import type { ImageProgress } from '../../../docker/progress.ts';
import { VirtualClock } from '../../../kernel/virtual-clock.ts';
import { attemptPull } from './pull-attempt.ts';

const line: ImageProgress = { status: 'Downloading' };

/** A pull that goes on for ever, of which the test gives the lines. */
function pulling(outer = new AbortController().signal) {
  const clock = new VirtualClock(0);
  let tell: (progress: ImageProgress) => void = () => {};
  let end: () => void = () => {};
  const engine = fakeEngine({
    images: {
      pull: (_name, options = {}) => {
        const { promise, resolve, reject } = Promise.withResolvers<void>();
        tell = options.onProgress ?? tell;
        end = resolve;
        const { signal } = options;
        signal?.addEventListener('abort', () => reject(abortedError('POST /images/create', signal.reason)));
        return promise;
      },
    },
  });
  const attempt = {
    request: { image: 'a', pull: 'missing' },
    auth: undefined,
    onProgress: () => {},
  } as const;
  const done = attemptPull(engine, clock, attempt, outer);
  done.catch(() => {});
  return { clock, done, tell: () => tell(line), end: () => end() };
}

describe('attemptPull', () => {
  test('waits five minutes for the first line', async () => {
    const { clock, done, end } = pulling();
    await clock.advance(299_999);
    end();
    await done;

    const silent = pulling();
    await silent.clock.advance(300_000);
    await expect(silent.done).rejects.toMatchObject({
      name: 'DockerTimeoutError',
      message: 'Could not transition to pullBegin; timed out after waiting 5m0s',
    });
  });

  test('gives up a minute after the last line', async () => {
    const { clock, done, tell } = pulling();
    let state = 'waiting';
    done.catch(() => (state = 'failed'));
    for (let times = 0; times < 20; times += 1) {
      tell();
      await clock.advance(59_999);
    }
    expect(state).toBe('waiting');
    await clock.advance(1);
    await expect(done).rejects.toMatchObject({
      name: 'CannotPullContainerError',
      message: 'inactivity time exceeded timeout while pulling image',
    });
  });

  test('an abort from outside is not told as a time-out', async () => {
    const abort = new AbortController();
    const { done } = pulling(abort.signal);
    abort.abort(new Error('enough'));
    await expect(done).rejects.toMatchObject({ name: 'EngineError', kind: 'aborted' });
  });
});
