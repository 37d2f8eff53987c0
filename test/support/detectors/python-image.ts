import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { EngineClient } from '../../../src/docker/client.ts';
import { needed } from '../e2e/clients.ts';
import { ensureImage, librariesOf, machineFile } from './image.ts';

const name = 'longshore-test/detectors-python:1';
const program = fileURLToPath(new URL('tell.py', import.meta.url));

const where = `
import json, os, sys, sysconfig
base = getattr(sys, '_base_executable', sys.executable)
paths = sysconfig.get_paths()
print(json.dumps([os.path.realpath(base), paths['stdlib'], paths['purelib']]))`;

/** What no program of ours imports: it would be three quarters of the image. */
const left =
  /(?:^|\/)(?:test|tests|idlelib|tkinter|turtledemo|ensurepip|lib2to3|site-packages|dist-packages|config-[^/]*|pip|setuptools|pkg_resources)\/|_tkinter|\.opt-\d\.pyc$/;
const otherServices = /^botocore\/data\/(?!sts\/)[^/]+\//;

/** Files below a directory that are wanted, relative to it. */
async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)))
    .filter((path) => !left.test(path) && !otherServices.test(path))
    .toSorted();
}

/** The Python of the tests with its library, the packages that `tools/setup.sh` installs, and one program. */
export async function pythonImage(engine: EngineClient): Promise<string> {
  const interpreter = needed('LONGSHORE_TEST_PYTHON', 'Python 3 with boto3 and OpenTelemetry');
  const { stdout } = await promisify(execFile)(interpreter, ['-c', where]);
  const [python = '', library = '', packages = ''] = stdout.match(/[^",[\] \n]+/g) ?? [];
  const [standard, installed] = await Promise.all([filesBelow(library), filesBelow(packages)]);
  const modules = standard.map((path) => join(library, path));
  const extensions = modules.filter((path) => path.endsWith('.so'));
  const libraries = await librariesOf([python, ...extensions]);
  const files = await Promise.all([
    machineFile(python),
    ...libraries.map((path) => machineFile(path)),
    ...modules.map((path) => machineFile(path)),
    ...installed.map((path) => machineFile(join(packages, path), join('/packages', path))),
    machineFile(program, '/tell.py'),
  ]);
  await ensureImage(engine, name, files, [
    'ENV PYTHONPATH=/packages',
    `CMD ${JSON.stringify([python, '/tell.py'])}`,
  ]);
  return name;
}
