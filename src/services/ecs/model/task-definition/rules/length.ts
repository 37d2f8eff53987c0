import type { Rule } from '../rule.ts';

const longest = 65_536;

/** The whole of a task definition may fill 64 KiB of JSON; tags are kept apart from it. */
export const lengthRule: Rule = (definition) => {
  const length = Buffer.byteLength(JSON.stringify({ ...definition, tags: undefined }));
  return length > longest
    ? `Actual length: '${length}'. Max allowed length is '${longest}' bytes.`
    : undefined;
};
