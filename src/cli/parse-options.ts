import { InvalidArgumentError } from 'commander';
import { hostGuard } from '../gateway/host-guard.ts';
import { LongshoreError } from '../kernel/errors.ts';
import { readUpstreams } from '../upstreams/upstreams.ts';
import { parseDuration } from './duration.ts';

/** Parsers of option values. What they throw, commander prints with the option's name. */

export function port(text: string): number {
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65_535) {
    throw new InvalidArgumentError('A port is a number from 0 to 65535; 0 takes a free one.');
  }
  return value;
}

export function count(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError('A count is a number from 0 to 999.');
  return Number(text);
}

export function accountId(text: string): string {
  if (!/^\d{12}$/.test(text)) throw new InvalidArgumentError('An account id has twelve digits.');
  return text;
}

export function region(text: string): string {
  if (!/^[a-z]{2,}(?:-[a-z]+)+-\d+$/.test(text))
    throw new InvalidArgumentError('A region looks like us-east-1.');
  return text;
}

export function duration(text: string): number {
  const value = parseDuration(text);
  if (value === undefined) throw new InvalidArgumentError('A duration looks like 90s, 5m, 1h30m or 0.');
  return value;
}

/** For options that may be given several times. */
export function collect(text: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), text];
}

/** `--allow-host`: several times, or several with commas. */
export function allowHost(text: string, before: readonly string[] | undefined): readonly string[] {
  const entries = text.split(',').map((entry) => entry.trim());
  try {
    hostGuard(entries);
  } catch (error) {
    if (error instanceof LongshoreError) throw new InvalidArgumentError(error.hint);
    throw error;
  }
  return [...(before ?? []), ...entries];
}

/** `--upstream`: several times, or several with commas. */
export function upstream(text: string, before: readonly string[] | undefined): readonly string[] {
  const entries = [...(before ?? []), ...text.split(',').map((entry) => entry.trim())].filter(Boolean);
  try {
    readUpstreams(entries);
  } catch (error) {
    if (error instanceof LongshoreError) throw new InvalidArgumentError(`${error.message}. ${error.hint}`);
    throw error;
  }
  return entries;
}

export function endpoint(text: string): URL {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError('An endpoint looks like http://127.0.0.1:4566.');
  }
  return url;
}
