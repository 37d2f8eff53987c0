/**
 * Writes `src/aws/contract/<service>.gen.ts` (runtime tables) and `<service>.types.gen.ts` (types).
 *
 *   node tools/generate-contract.ts                         write the files
 *   node tools/generate-contract.ts --check                 compare only; exit 1 where a file is out of date
 *   node tools/generate-contract.ts --refresh-constraints   fetch botocore's facts anew (network), then write
 *
 * Members, errors and required members come from the installed SDK; ranges, patterns and errors per
 * operation from botocore, through the checked-in `generate-contract/<service>-constraints.gen.json`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { downloadFacts, type ConstraintFacts } from './generate-contract/constraints.ts';
import { readDeclarations } from './generate-contract/declarations.ts';
import { emitTables, emitTypes } from './generate-contract/emit.ts';
import { readModel } from './generate-contract/model.ts';
import { services, type ServiceSource } from './generate-contract/services.ts';

const require = createRequire(import.meta.url);
const root = join(import.meta.dirname, '..');
const factsFile = (service: ServiceSource): string =>
  join(import.meta.dirname, 'generate-contract', `${service.name}-constraints.gen.json`);

/** Absolute path → text of every file that the generator owns. Deterministic; touches no network. */
export async function generate(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const service of services) {
    const packageFile = require.resolve(`${service.sdkPackage}/package.json`);
    const { version } = JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string };
    const sdk = (await import(service.sdkPackage)) as Record<string, unknown>;
    const facts = JSON.parse(readFileSync(factsFile(service), 'utf8')) as ConstraintFacts;
    const declared = readDeclarations(dirname(packageFile));
    for (const [name, more] of Object.entries(service.furtherValues ?? {}))
      declared.enums.get(name)?.push(...more);
    const model = readModel(sdk, declared, facts, service.operations);
    const out = join(root, 'src/aws/contract', service.name);
    files.set(`${out}.gen.ts`, emitTables(service, model, facts, version));
    files.set(`${out}.types.gen.ts`, emitTypes(service, model, facts, version));
  }
  return files;
}

/** The generated files that are missing or differ from what the generator would write now. */
export async function outdated(): Promise<string[]> {
  const files = await generate();
  return [...files].flatMap(([file, text]) =>
    existsSync(file) && readFileSync(file, 'utf8') === text ? [] : [file],
  );
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { check: { type: 'boolean' }, 'refresh-constraints': { type: 'boolean' } },
  });
  if (values.check) {
    const stale = await outdated();
    for (const file of stale) console.error(`out of date: ${file}; run node tools/generate-contract.ts`);
    process.exitCode = stale.length > 0 ? 1 : 0;
    return;
  }
  if (values['refresh-constraints']) {
    const facts = downloadFacts(services);
    for (const service of services) {
      writeFileSync(factsFile(service), `${JSON.stringify(facts.get(service.name), null, 2)}\n`);
    }
  }
  for (const [file, text] of await generate()) writeFileSync(file, text);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await main();
