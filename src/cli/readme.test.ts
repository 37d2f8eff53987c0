import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fakeConsole } from '../../test/support/gateway/console.ts';
import { program } from './program.ts';

const root = `${import.meta.dirname}/../..`;
const readme = readFileSync(`${root}/README.md`, 'utf8');

test('commands in the README have the options that it names', () => {
  const longshore = program(fakeConsole(), () => {});
  const named = [...readme.matchAll(/(?:bin\/longshore|`longshore) (serve|run|logs|events)\b([^`\n#|]*)/g)];
  const unknown = named.flatMap(([, name, rest = '']) => {
    const options = longshore.commands.find((command) => command.name() === name)?.options ?? [];
    const known = new Set([...options.map(({ long }) => long), '--help']);
    return (rest.replaceAll(/'[^']*'/g, '').match(/--[\w-]+/g) ?? []).filter((option) => !known.has(option));
  });
  expect(named.length).toBeGreaterThan(10);
  expect(unknown).toEqual([]);
});

test('the Terraform provider in the README names every service that is here', () => {
  const block = /endpoints \{\n([^}]*)\}/.exec(readme)?.[1] ?? '';
  const services = readdirSync(`${root}/src/aws/contract`).flatMap((file) =>
    file.endsWith('.gen.ts') && !file.endsWith('.types.gen.ts') ? [file.slice(0, -'.gen.ts'.length)] : [],
  );
  expect([...block.matchAll(/^ *(\w+) +=/gm)].map(([, name]) => name)).toEqual(services.toSorted());
});
