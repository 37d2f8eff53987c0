import { expect, test } from 'vitest';
import { engineImageName } from './engine-image-name.ts';

const digest = `sha256:${'a'.repeat(64)}`;
const aws = '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/app';

test.each([
  ['busybox', 'busybox'],
  [`busybox@${digest}`, `busybox@${digest}`],
  [`127.0.0.1:4566/app@${digest}`, `127.0.0.1:4566/app@${digest}`],
  [`${aws}:v1`, `${aws}:v1`],
  [`${aws}@${digest}`, `${aws}:sha256-${'a'.repeat(64)}`],
  [`${aws}:v1@${digest}`, `${aws}:sha256-${'a'.repeat(64)}`],
])('%s', (image, expected) => {
  expect(engineImageName(image)).toBe(expected);
});
