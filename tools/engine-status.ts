import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { codeOf, isEngineError } from '../src/docker/errors.ts';
import { explain, openEngine } from './engine.ts';

/**
 * Says which engine answers: `node tools/engine-status.ts [--wait SECONDS]`.
 *
 * Exit 0: one answers. Exit 3: nothing listens and nobody said where it should, so that starting one on
 * the default socket would help. Exit 1: anything else; standard error says what to do.
 */
const { values } = parseArgs({ options: { wait: { type: 'string', default: '0' } } });
const { wait } = values;
const deadline = performance.now() + Number(wait) * 1000;

interface Version {
  readonly Version: string;
  readonly Platform?: { readonly Name?: string };
}

async function describeEngine(): Promise<string> {
  using api = openEngine();
  const version = await api.json<Version>({ method: 'GET', path: '/version' });
  const product = version.Platform?.Name || 'Docker Engine';
  return `${product} ${version.Version} at ${api.address}`;
}

function nothingListens(error: unknown): boolean {
  if (!isEngineError(error, 'unreachable')) return false;
  const chosen = process.env['DOCKER_HOST'] || process.env['DOCKER_CONTEXT'];
  return !chosen && ['ENOENT', 'ECONNREFUSED'].includes(codeOf(error.cause) ?? '');
}

for (;;) {
  try {
    process.stdout.write(`${await describeEngine()}\n`);
    break;
  } catch (error) {
    if (performance.now() < deadline) {
      await sleep(200);
      continue;
    }
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = nothingListens(error) ? 3 : 1;
    break;
  }
}
