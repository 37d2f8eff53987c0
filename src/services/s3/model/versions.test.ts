import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ListObjectVersionsOutput } from '../../../aws/contract/s3.types.gen.ts';
import { isLong } from '../../../../test/support/chaos/random.ts';
import { bodyOf, testS3, type TestS3 } from '../../../../test/support/s3.ts';

const Bucket = 'any-order';

/** A version as the documentation tells it: the newest first in a list. */
interface Version {
  readonly id: string;
  /** Absent: a delete marker. */
  readonly text?: string;
}

type Step =
  | { readonly kind: 'put' | 'delete'; readonly key: string }
  | { readonly kind: 'delete-version'; readonly key: string; readonly index: number }
  | { readonly kind: 'versioning'; readonly status: 'Enabled' | 'Suspended' };

const key = fc.constantFrom('a', 'b');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('put' as const), key }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), key }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('delete-version' as const), key, index: fc.nat({ max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('versioning' as const),
      status: fc.constantFrom('Enabled' as const, 'Suspended' as const),
    }),
  },
);

/** A bucket in a few lines: a list for each key, and no thought of how it is kept. */
class Model {
  readonly keys = new Map<string, readonly Version[]>();
  status: 'off' | 'Enabled' | 'Suspended' = 'off';

  of(name: string): readonly Version[] {
    return this.keys.get(name) ?? [];
  }

  add(name: string, version: Version): void {
    const before = this.of(name);
    const kept = this.status === 'Enabled' ? before : before.filter(({ id }) => id !== 'null');
    this.keys.set(name, [version, ...kept]);
  }

  remove(name: string, id: string): void {
    this.keys.set(
      name,
      this.of(name).filter((version) => version.id !== id),
    );
  }

  listed(): readonly string[] {
    return [...this.keys.keys()]
      .toSorted()
      .flatMap((name) =>
        this.of(name).map(
          ({ id, text }, index) => `${name} ${id} ${text ?? '(marker)'}${index === 0 ? ' *' : ''}`,
        ),
      );
  }
}

async function take(s3: TestS3, model: Model, doing: Step, number: number): Promise<void> {
  switch (doing.kind) {
    case 'put': {
      const text = `text ${number}`;
      const made = await s3.call('PutObject', { Bucket, Key: doing.key, Body: bodyOf(text) });
      return model.add(doing.key, { id: made.VersionId ?? 'null', text });
    }
    case 'delete': {
      const gone = await s3.call('DeleteObject', { Bucket, Key: doing.key });
      if (model.status === 'off') return void model.keys.delete(doing.key);
      return model.add(doing.key, { id: gone.VersionId ?? 'none' });
    }
    case 'delete-version': {
      const id = model.of(doing.key)[doing.index]?.id ?? 'null';
      await s3.call('DeleteObject', { Bucket, Key: doing.key, VersionId: id });
      return model.remove(doing.key, id);
    }
    case 'versioning':
      model.status = doing.status;
      await s3.call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: doing.status } });
      return;
    default:
      return doing satisfies never;
  }
}

/** Everything that can be seen of the bucket, a page of two at a time. */
async function seen(s3: TestS3): Promise<readonly string[]> {
  const rows: string[] = [];
  let page: object | undefined = {};
  while (page !== undefined) {
    const told: ListObjectVersionsOutput = await s3.call('ListObjectVersions', {
      Bucket,
      MaxKeys: 2,
      ...page,
    });
    for (const { Key = '', VersionId = '', IsLatest } of told.Versions ?? []) {
      const { Body } = await s3.call('GetObject', { Bucket, Key, VersionId });
      let text = '';
      for await (const bytes of Body ?? []) text += Buffer.from(bytes).toString();
      rows.push(`${Key} ${VersionId} ${text}${IsLatest === true ? ' *' : ''}`);
    }
    for (const { Key, VersionId, IsLatest } of told.DeleteMarkers ?? []) {
      rows.push(`${Key} ${VersionId} (marker)${IsLatest === true ? ' *' : ''}`);
    }
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = told;
    page = told.IsTruncated === true ? { KeyMarker, VersionIdMarker } : undefined;
  }
  return rows;
}

test('whatever is put and deleted, in whatever order, versions are as they are documented', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25, size: 'max' }), async (steps) => {
      await using s3 = testS3();
      await s3.call('CreateBucket', { Bucket });
      const model = new Model();
      for (const [number, doing] of steps.entries()) await take(s3, model, doing, number);
      expect((await seen(s3)).toSorted()).toEqual(model.listed().toSorted());
      const { Contents = [] } = await s3.call('ListObjectsV2', { Bucket });
      const current = ['a', 'b'].filter((name) => model.of(name)[0]?.text !== undefined);
      expect(Contents.map(({ Key }) => Key)).toEqual(current);
    }),
    { numRuns: isLong ? 2000 : 100 },
  );
});
