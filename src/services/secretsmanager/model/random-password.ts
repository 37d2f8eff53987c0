import type { GetRandomPasswordRequest } from '../../../aws/contract/secretsmanager.types.gen.ts';
import { type Ids, randomText } from '../../../kernel/ids.ts';
import { nothingToChooseFrom, passwordTooShort } from '../errors.ts';

const lowercase = 'abcdefghijklmnopqrstuvwxyz';
const uppercase = lowercase.toUpperCase();
const digits = '0123456789';
const punctuation = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
const defaultLength = 32;

/**
 * Characters of the types that are not excluded, each as likely as any other; of each type at least one,
 * unless told otherwise.
 */
export function randomPassword(options: GetRandomPasswordRequest, ids: Ids): string {
  const { PasswordLength: length = defaultLength, RequireEachIncludedType: eachType = true } = options;
  const types = typesOf(options);
  const all = types.join('');
  if (all === '') throw nothingToChooseFrom();
  if (!eachType) return randomText(ids, length, all);
  if (length < types.length) throw passwordTooShort();
  const required = types.map((type) => randomText(ids, 1, type));
  return shuffled([...required, randomText(ids, length - types.length, all)].join(''), ids);
}

function typesOf(options: GetRandomPasswordRequest): string[] {
  const excluded = new Set(options.ExcludeCharacters);
  const types = [
    options.ExcludeLowercase ? '' : lowercase,
    options.ExcludeUppercase ? '' : uppercase,
    options.ExcludeNumbers ? '' : digits,
    options.ExcludePunctuation ? '' : punctuation,
    options.IncludeSpace ? ' ' : '',
  ];
  return types
    .map((type) =>
      charactersOf(type)
        .filter((character) => !excluded.has(character))
        .join(''),
    )
    .filter((type) => type !== '');
}

/** Fisher and Yates: every order is as likely as any other. */
function shuffled(characters: string, ids: Ids): string {
  const order = charactersOf(characters);
  for (let last = order.length - 1; last > 0; last -= 1) {
    const place = ids.below(last + 1);
    [order[last], order[place]] = [order[place] ?? '', order[last] ?? ''];
  }
  return order.join('');
}

const charactersOf = (text: string): string[] => text.split('');
