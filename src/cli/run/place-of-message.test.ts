import { expect, test } from 'vitest';
import { placeOfMessage } from './place-of-message.ts';

const DEFINITION = {
  family: 'web',
  containerDefinitions: [
    { name: 'api', image: 'x', memory: 2, mountPoints: [{ sourceVolume: 'data', containerPath: '/x' }] },
    { name: 'db', memory: 64, dependsOn: [{ containerName: 'nope', condition: 'START' }] },
    { name: 'api', image: 'y' },
  ],
};

test.each([
  ['Container.image should not be null or empty.', ['containerDefinitions', 1, 'image']],
  [
    "Invalid 'memory' setting for container 'db'. It must be at least 6 MiB.",
    ['containerDefinitions', 1, 'memory'],
  ],
  [
    "Cannot depend on container + 'nope' because it does not exist",
    ['containerDefinitions', 1, 'dependsOn', 0, 'containerName'],
  ],
  ["Unknown volume 'data'.", ['containerDefinitions', 0, 'mountPoints', 0, 'sourceVolume']],
  ["Something about container 'db'.", ['containerDefinitions', 1]],
  ['Container names must be unique within a Task Definition.', ['containerDefinitions', 2, 'name']],
  ['Container list cannot be empty.', ['containerDefinitions']],
  ['Family contains invalid characters.', ['family']],
  ['At least one container in the task definition must be marked as essential.', undefined],
  ["Nothing here is called 'so'.", undefined],
])('%s', (message, path) => {
  expect(placeOfMessage(message, DEFINITION)).toEqual(path);
});
