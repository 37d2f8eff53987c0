import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, styleText } from 'node:util';
import { explain } from './engine.ts';
import { thingsOfLongshore } from './leaks.ts';
import { sum, type Tally, tallyOfCheck, tallyOfSuite, type VitestReport } from './tally.ts';

/**
 * Runs all checks one after the other and counts: `node tools/run-checks.ts [--without engine|clients]`.
 * What the machine is without fails the suites that need it. `./run-tests` sets up and then calls this.
 */
const { values } = parseArgs({ options: { without: { type: 'string', multiple: true, default: [] } } });
const without = new Set(values.without);
const reports = mkdtempSync(join(tmpdir(), 'longshore-tests-'));
const environment = {
  ...process.env,
  PATH: `${join(process.cwd(), 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
};
const results: { readonly name: string; readonly tally: Tally; readonly seconds: number }[] = [];
let interrupted: NodeJS.Signals | undefined;

/** Resolves to the exit code; a command killed by a signal gives 128 plus its number, as a shell says it. */
function run(command: string, ...args: readonly string[]): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const child = spawn(command, args, { stdio: 'inherit', env: environment });
  const forward = (signal: NodeJS.Signals): void => {
    interrupted = signal;
    // A terminal sends Ctrl-C to the child by itself; any other signal came to this process alone.
    if (signal !== 'SIGINT') child.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  child.once('error', (error) => {
    process.stdout.write(`${command}: ${error.message}\n`);
    resolve(127);
  });
  child.once('close', (code, signal) =>
    resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])),
  );
  return promise.finally(() => process.off('SIGINT', forward).off('SIGTERM', forward));
}

async function record(name: string, work: () => Promise<Tally>): Promise<void> {
  if (interrupted !== undefined) return;
  process.stdout.write(`\n${styleText('bold', `== ${name} ==`)}\n`);
  const begun = performance.now();
  const tally = await work();
  const seconds = (performance.now() - begun) / 1000;
  results.push({ name, tally, seconds });
}

function check(name: string, command: string, ...args: readonly string[]): Promise<void> {
  return record(name, async () => tallyOfCheck(await run(command, ...args)));
}

function suite(name: string, ...needs: readonly string[]): Promise<void> {
  return record(`${name} tests`, async () => {
    const missing = needs.filter((need) => without.has(need));
    if (missing.length > 0) {
      process.stdout.write(
        `Not run, and so failed: this machine is without ${missing.join(' and ')} (see above).\n`,
      );
      return tallyOfSuite(1, undefined);
    }
    const path = join(reports, `${name}.json`);
    const code = await run(
      'vitest',
      'run',
      `--project=${name}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${path}`,
    );
    const report = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as VitestReport) : undefined;
    return tallyOfSuite(code, report);
  });
}

/** What was there before the tests belongs to somebody else's Longshore. */
async function leaks(before: ReadonlySet<string>): Promise<Tally> {
  const left = (await thingsOfLongshore()).filter((thing) => !before.has(thing));
  process.stdout.write(
    left.length === 0 ? 'Nothing was left on the engine.\n' : `Left behind:\n${left.join('\n')}\n`,
  );
  return tallyOfCheck(left.length === 0 ? 0 : 1);
}

function summary(): void {
  const line = ({ name, tally, seconds }: (typeof results)[number]): string => {
    const mark = tally.failed === 0 ? styleText('green', 'ok  ') : styleText('red', 'FAIL');
    const skipped = tally.skipped === 0 ? '' : `, ${tally.skipped} skipped`;
    return `${mark} ${name.padEnd(20)} ${tally.passed} passed, ${tally.failed} failed${skipped}  (${seconds.toFixed(1)} s)`;
  };
  process.stdout.write(`\n${results.map(line).join('\n')}\n\n`);
  if (interrupted !== undefined) process.stdout.write(`Interrupted by ${interrupted}: not all checks ran.\n`);
}

const before = new Set(without.has('engine') ? [] : await thingsOfLongshore());
try {
  if (existsSync('tools/generate-contract.ts')) {
    await check('generated contract', 'node', 'tools/generate-contract.ts', '--check');
  }
  await check('types', 'tsc', '--noEmit');
  await check('lint', 'oxlint', '--type-aware');
  await check('format', 'oxfmt', '--check');
  await check('import direction', 'node', 'tools/check-imports.ts');
  await check('relay program', 'node', 'tools/build-relay.ts', '--check');
  await check('package', 'node', 'tools/check-package.ts');
  await suite('unit');
  await suite('contract');
  await suite('engine', 'engine');
  await suite('e2e', 'engine', 'clients');
  if (!without.has('engine')) await record('nothing left behind', () => leaks(before));
} catch (error) {
  process.stdout.write(`${explain(error)}\n`);
  results.push({ name: 'run', tally: tallyOfCheck(1), seconds: 0 });
} finally {
  rmSync(reports, { recursive: true, force: true });
}
summary();
const total = sum(results.map(({ tally }) => tally));
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exitCode =
  interrupted === undefined ? Math.min(total.failed, 1) : 128 + constants.signals[interrupted];
