import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Packs Longshore as `npm publish` would, unpacks it into an empty folder as npm would install it, beside
 * the pinned Node, and starts it by npm's link with a PATH on which there is no Node: it must say its version,
 * load all that a server is made of, and hold the licenses of what is bundled.
 */
const LAUNCHER_NEEDS = '/usr/bin:/bin';

function output(
  command: string,
  args: readonly string[],
  options: { cwd?: string; PATH?: string } = {},
): string {
  const env = options.PATH === undefined ? process.env : { HOME: process.env['HOME'], PATH: options.PATH };
  return execFileSync(command, args, {
    encoding: 'utf8',
    cwd: options.cwd,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string };
const folder = mkdtempSync(join(tmpdir(), 'longshore-package-'));
try {
  output('npm', ['pack', '--silent', '--loglevel=error', `--pack-destination=${folder}`]);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack wrote no package');
  const modules = join(folder, 'node_modules');
  const installed = join(modules, 'longshore');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  mkdirSync(installed);
  output('tar', ['-xzf', join(folder, tarball), '-C', installed, '--strip-components=1']);
  symlinkSync(resolve('node_modules/node'), join(modules, 'node'));
  symlinkSync('../longshore/bin/longshore', join(modules, '.bin/longshore'));
  // Only the tools that the launcher uses, so that this machine's own Node cannot stand in for the pinned one.
  const tools = join(folder, 'tools');
  mkdirSync(tools);
  for (const tool of ['sh', 'readlink', 'find']) {
    symlinkSync(
      output('/bin/sh', ['-c', `command -v ${tool}`], { PATH: LAUNCHER_NEEDS }).trim(),
      join(tools, tool),
    );
  }
  const said = output(join(modules, '.bin/longshore'), ['--version'], { cwd: folder, PATH: tools }).trim();
  if (said !== version) throw new Error(`longshore --version said '${said}', not ${version}`);
  for (const name of ['third-party-licenses.txt', 'third-party-licenses-aws-profile.txt']) {
    if (!existsSync(join(installed, 'dist', name))) throw new Error(`the package has no dist/${name}`);
  }
  // Ends by itself, once the server's parts and the bundle for profiles are loaded.
  const server = spawnSync(
    join(modules, '.bin/longshore'),
    ['serve', '--ephemeral', '--port=0', '--upstream=sqs=aws', '--upstream-profile=nobody'],
    { cwd: folder, encoding: 'utf8', env: { HOME: folder, PATH: tools } },
  );
  if (!server.stderr.includes('there is no AWS profile nobody')) {
    throw new Error(`longshore serve said: ${server.stderr}`);
  }
  process.stdout.write(`${tarball} runs from an empty folder: longshore ${said}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
