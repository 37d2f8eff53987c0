import { execFileSync } from 'node:child_process';
import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngineClient } from '../src/docker/client.ts';
import { findEngine } from '../src/docker/connect.ts';
import { hostView } from '../src/docker/host-view.ts';
import { ensureBusyboxImage } from '../test/support/docker/busybox-image.ts';
import { explain } from '../tools/engine.ts';
import type { Figure, Row } from './figure.ts';
import { describeMachine } from './machine.ts';
import { startProgress } from './progress.ts';
import { renderTable } from './table.ts';

const usage = `npm run bench -- [figure…] [--runs N] [--write] [--list]

Measures each figure of bench/figures against its baseline in the same run. Nothing here passes or fails:
the exit code is 1 only when a figure could not be measured. --write appends the table to bench/RESULTS.md.
`;

const root = join(import.meta.dirname, '..');
const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: 'string' },
    write: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const figures = await loadFigures();

if (flags.help) process.stdout.write(usage);
else if (flags.list) for (const { name, about } of figures) process.stdout.write(`${name}\n  ${about}\n`);
else await bench(chosen(positionals), runsOf(flags.runs));

async function loadFigures(): Promise<readonly Figure[]> {
  const directory = join(import.meta.dirname, 'figures');
  const names = readdirSync(directory).filter((name) => name.endsWith('.ts'));
  const modules = names.map(
    async (name) => ((await import(join(directory, name))) as { readonly figure: Figure }).figure,
  );
  return (await Promise.all(modules)).toSorted((a, b) => a.issue - b.issue || (a.name < b.name ? -1 : 1));
}

function chosen(names: readonly string[]): readonly Figure[] {
  const unknown = names.filter((name) => !figures.some((figure) => figure.name === name));
  if (unknown.length > 0)
    refuse(`no figure ${unknown.join(', ')}; there are ${figures.map(({ name }) => name).join(', ')}`);
  return names.length === 0 ? figures : figures.filter(({ name }) => names.includes(name));
}

function runsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,3}$/.test(text)) refuse(`--runs ${text}: a number from 1 to 9999 is wanted`);
  return Number(text);
}

function refuse(problem: string): never {
  process.stderr.write(`bench: ${problem}\n\n${usage}`);
  process.exit(2);
}

async function bench(wanted: readonly Figure[], runs: number | undefined): Promise<void> {
  const interrupt = new AbortController();
  process.once('SIGINT', () => interrupt.abort(new Error('interrupted')));
  process.once('SIGTERM', () => interrupt.abort(new Error('terminated')));

  using preparing = startProgress('preparing');
  preparing.tell('building the bundle');
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: root, stdio: ['ignore', 'ignore', 'ignore'] });
  preparing.tell('making the image');
  await prepareImage();
  const machine = await describeMachine();
  preparing[Symbol.dispose]();
  process.stdout.write(`${machine}\n\n`);

  const rows: Row[] = [];
  for (const figure of wanted) {
    if (interrupt.signal.aborted) break;
    process.stderr.write(`${figure.name}: ${figure.about}\n`);
    using progress = startProgress(figure.name);
    try {
      const measured = await figure.measure({
        runs: runs ?? figure.runs,
        signal: interrupt.signal,
        progress: progress.tell,
      });
      rows.push(...measured);
    } catch (error) {
      progress[Symbol.dispose]();
      process.stderr.write(`${figure.name} could not be measured: ${explain(error)}\n`);
      process.exitCode = 1;
    }
  }
  if (rows.length === 0) return;
  const table = renderTable(rows);
  process.stdout.write(`\n${table}\n`);
  if (!flags.write) return;
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  appendFileSync(join(import.meta.dirname, 'RESULTS.md'), `\n## ${date} UTC\n\n${machine}\n\n${table}\n`);
}

async function prepareImage(): Promise<void> {
  await using client = createEngineClient({ endpoint: findEngine({ env: process.env, view: hostView() }) });
  await ensureBusyboxImage(client);
}
