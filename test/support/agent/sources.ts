import type { SecretRequest, SourceCall, Sources } from '../../../src/agent/hooks/secrets/sources.ts';
import { AwsError } from '../../../src/aws/aws-error.ts';

export interface FakeSources extends Sources {
  /** Everything that was asked for, in order: `secret ID STAGE ID`, `parameters A,B`, `object BUCKET/KEY`. */
  readonly asked: string[];
  readonly calls: SourceCall[];
  /** What there is, by id, name, and `bucket/key`; a test may change it. */
  readonly secretValues: Map<string, string>;
  readonly parameterValues: Map<string, string>;
  readonly objectTexts: Map<string, string>;
}

/** Sources in memory, which have nothing until a test gives them something. */
export function fakeSources(): FakeSources {
  const asked: string[] = [];
  const calls: SourceCall[] = [];
  const secretValues = new Map<string, string>();
  const parameterValues = new Map<string, string>();
  const objectTexts = new Map<string, string>();
  const note = (what: string, call: SourceCall): void => {
    asked.push(what);
    calls.push(call);
  };
  return {
    asked,
    calls,
    secretValues,
    parameterValues,
    objectTexts,
    secrets: {
      async get(request, call) {
        const id = idOf(request);
        note(`secret ${id}`, call);
        const value = secretValues.get(id);
        if (value !== undefined) return value;
        const text = "Secrets Manager can't find the specified secret.";
        throw new AwsError('ResourceNotFoundException', text);
      },
    },
    parameters: {
      async get(names, call) {
        note(`parameters ${names.join(',')}`, call);
        const there = names.filter((name) => parameterValues.has(name));
        return {
          values: new Map(there.map((name) => [name, parameterValues.get(name) ?? ''])),
          invalid: names.filter((name) => !there.includes(name)),
        };
      },
    },
    objects: {
      async get(bucket, key, call) {
        note(`object ${bucket}/${key}`, call);
        const text = objectTexts.get(`${bucket}/${key}`);
        if (text !== undefined) return Buffer.from(text);
        throw new AwsError('NoSuchKey', 'The specified key does not exist.', { httpStatus: 404 });
      },
    },
  };
}

const idOf = ({ secretId, versionStage, versionId }: SecretRequest): string =>
  [secretId, versionStage, versionId].filter((part) => part !== undefined).join(' ');
