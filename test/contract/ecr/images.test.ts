import { createHash, randomBytes } from 'node:crypto';
import * as sdk from '@aws-sdk/client-ecr';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ociIndex, sha256, testImage, testIndex } from '../../support/ecr/images.ts';
import { startTestRegistry, type TestRegistry } from '../../support/ecr/start.ts';

let registry: TestRegistry;
let ecr: sdk.ECRClient;
const repositoryName = 'images/app';
beforeAll(async () => {
  registry = await startTestRegistry();
  ({ ecr } = registry);
  await registry.create(repositoryName, 'images/empty', 'images/paged', 'images/layers');
});
afterAll(() => registry[Symbol.asyncDispose]());

describe('an image', () => {
  test('is put by the API as by docker, once', async () => {
    const image = testImage();
    const put = { repositoryName, imageManifest: image.manifest, imageTag: 'api' };
    await expect(ecr.send(new sdk.PutImageCommand(put))).rejects.toMatchObject({
      name: 'LayersNotFoundException',
      message: `Layers with digests '[${sha256(image.config)}, ${sha256(image.layer)}]' required for pushing image into repository with name 'images/app' in the registry with id '000000000000' do not exist`,
    });
    await registry.pushBlob(repositoryName, image.config);
    await registry.pushBlob(repositoryName, image.layer);
    const wrong = { ...put, imageDigest: sha256('x') };
    await expect(ecr.send(new sdk.PutImageCommand(wrong))).rejects.toMatchObject({
      name: 'ImageDigestDoesNotMatchException',
    });
    expect((await ecr.send(new sdk.PutImageCommand(put))).image).toEqual({
      registryId: '000000000000',
      repositoryName,
      imageId: { imageDigest: image.digest, imageTag: 'api' },
      imageManifest: image.manifest,
      imageManifestMediaType: image.mediaType,
    });
    await expect(ecr.send(new sdk.PutImageCommand(put))).rejects.toMatchObject({
      name: 'ImageAlreadyExistsException',
      message: `Image with digest '${image.digest}' and tag 'api' already exists in the repository with name 'images/app' in registry with id '000000000000'`,
    });
    await ecr.send(new sdk.PutImageCommand({ ...put, imageTag: 'second' }));
    const { images } = await ecr.send(
      new sdk.BatchGetImageCommand({ repositoryName, imageIds: [{ imageDigest: image.digest }] }),
    );
    expect(images?.map(({ imageId }) => imageId?.imageTag)).toEqual(['api', 'second']);
    await expect(ecr.send(new sdk.PutImageCommand({ ...put, imageTag: '-' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
    await expect(ecr.send(new sdk.PutImageCommand({ ...put, imageManifest: '{' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    });
  });

  test('that was pushed is described', async () => {
    const image = testImage();
    await registry.push(repositoryName, 'b', image);
    await registry.push(repositoryName, 'a', image);
    const ask = new sdk.DescribeImagesCommand({
      repositoryName,
      imageIds: [{ imageTag: 'a' }, { imageTag: 'b' }],
    });
    const { imageDetails } = await ecr.send(ask);
    expect(imageDetails).toEqual([
      {
        registryId: '000000000000',
        repositoryName,
        imageDigest: image.digest,
        imageTags: ['a', 'b'],
        imageSizeInBytes: image.config.length + image.layer.length,
        imagePushedAt: expect.any(Date),
        imageManifestMediaType: image.mediaType,
        artifactMediaType: 'application/vnd.oci.image.config.v1+json',
        imageStatus: 'ACTIVE',
      },
    ]);
    await registry.call('GET', `/v2/${repositoryName}/manifests/a`);
    const after = await ecr.send(ask);
    expect(after.imageDetails?.[0]?.lastRecordedPullTime).toBeInstanceOf(Date);
  });

  test('that is not there is told in AWS’s words', async () => {
    const ask = new sdk.DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'nope' }] });
    await expect(ecr.send(ask)).rejects.toMatchObject({
      name: 'ImageNotFoundException',
      message:
        "The image with imageId {imageDigest:'null', imageTag:'nope'} does not exist within the repository with name 'images/app' in the registry with id '000000000000'",
    });
    await expect(
      ecr.send(new sdk.DescribeImagesCommand({ repositoryName, imageIds: [{}] })),
    ).rejects.toMatchObject({
      message: 'Invalid request parameters: both tag and digest cannot be null',
    });
  });

  test('a batch tells what is wrong with each', async () => {
    const image = testImage();
    await registry.push(repositoryName, 'batch', image);
    const imageIds = [
      { imageTag: 'batch' },
      { imageTag: 'none' },
      {},
      { imageDigest: 'x' },
      { imageTag: 'batch', imageDigest: sha256('x') },
    ];
    const { images, failures } = await ecr.send(new sdk.BatchGetImageCommand({ repositoryName, imageIds }));
    expect(images).toMatchObject([
      { imageId: { imageTag: 'batch', imageDigest: image.digest }, imageManifest: image.manifest },
    ]);
    expect(failures?.map(({ failureCode, failureReason }) => [failureCode, failureReason])).toEqual([
      ['ImageNotFound', 'Requested image not found'],
      ['MissingDigestAndTag', 'Invalid request parameters: both tag and digest cannot be null'],
      [
        'InvalidImageDigest',
        "Invalid request parameters: image digest should satisfy the regex '[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'",
      ],
      ['ImageTagDoesNotMatchDigest', 'Requested image tag does not match the digest'],
    ]);
  });

  test('loses a tag, and goes with its last', async () => {
    const image = testImage();
    await registry.push(repositoryName, 'one', image);
    await registry.push(repositoryName, 'two', image);
    const remove = (imageTag: string): Promise<sdk.BatchDeleteImageCommandOutput> =>
      ecr.send(new sdk.BatchDeleteImageCommand({ repositoryName, imageIds: [{ imageTag }] }));
    expect((await remove('one')).imageIds).toEqual([{ imageDigest: image.digest, imageTag: 'one' }]);
    expect((await registry.call('HEAD', `/v2/${repositoryName}/manifests/two`)).status).toBe(200);
    expect((await remove('two')).imageIds).toEqual([{ imageDigest: image.digest, imageTag: 'two' }]);
    expect((await registry.call('HEAD', `/v2/${repositoryName}/manifests/${image.digest}`)).status).toBe(404);
    expect((await remove('two')).failures).toMatchObject([
      { failureCode: 'ImageNotFound', failureReason: 'Requested image not found' },
    ]);
  });

  test('that a list names stays while there is the list, and its list has the size of its largest', async () => {
    const image = testImage();
    await registry.push(repositoryName, image.digest, image);
    const list = testIndex([image]);
    await registry.putManifest(repositoryName, 'list', list, ociIndex);
    const byDigest = new sdk.BatchDeleteImageCommand({
      repositoryName,
      imageIds: [{ imageDigest: image.digest }],
    });
    expect((await ecr.send(byDigest)).failures).toMatchObject([
      {
        failureCode: 'ImageReferencedByManifestList',
        failureReason: `Requested image referenced by manifest list: [${sha256(list)}]`,
      },
    ]);
    const { imageDetails } = await ecr.send(
      new sdk.DescribeImagesCommand({ repositoryName, imageIds: [{ imageTag: 'list' }] }),
    );
    expect(imageDetails?.[0]?.imageSizeInBytes).toBe(image.config.length + image.layer.length);
  });
});

test('images are listed page by page and by their tags', async () => {
  const images = [testImage(), testImage(), testImage()];
  for (const [at, image] of images.entries()) {
    await registry.push('images/paged', at === 2 ? image.digest : `tag${at}`, image);
  }
  const listed: sdk.ImageIdentifier[] = [];
  for await (const page of sdk.paginateListImages(
    { client: ecr, pageSize: 1 },
    { repositoryName: 'images/paged' },
  )) {
    listed.push(...(page.imageIds ?? []));
  }
  expect(listed.map(({ imageDigest }) => imageDigest)).toEqual(images.map(({ digest }) => digest).toSorted());
  const untagged = { repositoryName: 'images/paged', filter: { tagStatus: 'UNTAGGED' as const } };
  expect((await ecr.send(new sdk.ListImagesCommand(untagged))).imageIds).toEqual([
    { imageDigest: images[2]?.digest },
  ]);
  expect((await ecr.send(new sdk.DescribeImagesCommand(untagged))).imageDetails).toHaveLength(1);
  const described: unknown[] = [];
  for await (const page of sdk.paginateDescribeImages(
    { client: ecr, pageSize: 2 },
    { repositoryName: 'images/paged' },
  )) {
    described.push(...(page.imageDetails ?? []));
  }
  expect(described).toHaveLength(3);
});

test('what points to an image is listed', async () => {
  const subject = testImage();
  await registry.push(repositoryName, 'subject', subject);
  const referrer = testImage({
    artifactType: 'test/signature',
    annotations: { by: 'me' },
    subject: { mediaType: subject.mediaType, digest: subject.digest, size: subject.manifest.length },
  });
  await registry.push(repositoryName, 'signature', referrer);
  const ask = (artifactTypes?: string[]): Promise<sdk.ListImageReferrersCommandOutput> =>
    ecr.send(
      new sdk.ListImageReferrersCommand({
        repositoryName,
        subjectId: { imageDigest: subject.digest },
        ...(artifactTypes === undefined ? {} : { filter: { artifactTypes } }),
      }),
    );
  expect((await ask()).referrers).toEqual([
    {
      digest: referrer.digest,
      mediaType: referrer.mediaType,
      size: referrer.manifest.length,
      artifactType: 'test/signature',
      annotations: { by: 'me' },
      artifactStatus: 'ACTIVE',
    },
  ]);
  expect((await ask(['other/type'])).referrers).toEqual([]);
});

test('scans are refused, and never found', async () => {
  await registry.push(repositoryName, 'scan', testImage());
  const ask = { repositoryName, imageId: { imageTag: 'scan' } };
  await expect(ecr.send(new sdk.StartImageScanCommand(ask))).rejects.toMatchObject({
    name: 'UnsupportedImageTypeException',
    message: expect.stringContaining('scans no images'),
  });
  await expect(ecr.send(new sdk.DescribeImageScanFindingsCommand(ask))).rejects.toMatchObject({
    name: 'ScanNotFoundException',
    message:
      "Image scan does not exist for the image with '{imageDigest:'null', imageTag:'scan'}' in the repository with name 'images/app' in the registry with id '000000000000'",
  });
  const absent = { repositoryName, imageId: { imageTag: 'nope' } };
  await expect(ecr.send(new sdk.StartImageScanCommand(absent))).rejects.toMatchObject({
    name: 'ImageNotFoundException',
  });
});

describe('a layer', () => {
  const layers = 'images/layers';
  const mebibyte = 1024 * 1024;

  const upload = async (parts: readonly Uint8Array[]): Promise<string> => {
    const { uploadId = '', partSize } = await ecr.send(
      new sdk.InitiateLayerUploadCommand({ repositoryName: layers }),
    );
    expect(partSize).toBe(10 * mebibyte);
    let at = 0;
    for (const layerPartBlob of parts) {
      const { lastByteReceived } = await ecr.send(
        new sdk.UploadLayerPartCommand({
          repositoryName: layers,
          uploadId,
          partFirstByte: at,
          partLastByte: at + layerPartBlob.length - 1,
          layerPartBlob,
        }),
      );
      at += layerPartBlob.length;
      expect(lastByteReceived).toBe(at - 1);
    }
    return uploadId;
  };
  const complete = (uploadId: string, digest: string): Promise<sdk.CompleteLayerUploadCommandOutput> =>
    ecr.send(
      new sdk.CompleteLayerUploadCommand({ repositoryName: layers, uploadId, layerDigests: [digest] }),
    );

  test('is uploaded in parts of up to 20 MiB, is there, and is downloaded by a URL of its own', async () => {
    const blob = randomBytes(21 * mebibyte);
    const digest = sha256(blob);
    const uploadId = await upload([blob.subarray(0, 20 * mebibyte), blob.subarray(20 * mebibyte)]);
    expect(await complete(uploadId, digest)).toMatchObject({
      layerDigest: digest,
      repositoryName: layers,
      uploadId,
    });
    const check = new sdk.BatchCheckLayerAvailabilityCommand({
      repositoryName: layers,
      layerDigests: [digest, sha256('none'), 'x'],
    });
    expect(await ecr.send(check)).toMatchObject({
      layers: [
        { layerDigest: digest, layerAvailability: 'AVAILABLE', layerSize: blob.length },
        { layerDigest: sha256('none'), layerAvailability: 'UNAVAILABLE' },
      ],
      failures: [{ layerDigest: 'x', failureCode: 'InvalidLayerDigest' }],
    });
    const { downloadUrl = '' } = await ecr.send(
      new sdk.GetDownloadUrlForLayerCommand({ repositoryName: layers, layerDigest: digest }),
    );
    const hash = createHash('sha256');
    for await (const chunk of (await fetch(downloadUrl)).body ?? []) hash.update(chunk);
    expect(`sha256:${hash.digest('hex')}`).toBe(digest);
    // The URL gives a right to read, and to nothing else.
    expect((await fetch(downloadUrl, { method: 'DELETE' })).status).toBe(401);
    await expect(complete(await upload([blob.subarray(0, 9)]), digest)).rejects.toMatchObject({
      name: 'LayerAlreadyExistsException',
    });
  });

  test('that is not what its digest says is refused', async () => {
    await expect(complete(await upload([randomBytes(9)]), sha256('x'))).rejects.toMatchObject({
      name: 'InvalidLayerException',
    });
  });

  test('whose parts are too small, or that has none, is refused', async () => {
    await expect(complete(await upload([randomBytes(9), randomBytes(9)]), sha256('x'))).rejects.toMatchObject(
      { name: 'LayerPartTooSmallException' },
    );
    await expect(complete(await upload([]), sha256('x'))).rejects.toMatchObject({
      name: 'EmptyUploadException',
    });
  });

  test('part that does not follow on the last is refused, and it is told where to go on', async () => {
    const uploadId = await upload([randomBytes(9)]);
    const part = {
      repositoryName: layers,
      uploadId,
      partFirstByte: 20,
      partLastByte: 28,
      layerPartBlob: randomBytes(9),
    };
    await expect(ecr.send(new sdk.UploadLayerPartCommand(part))).rejects.toMatchObject({
      name: 'InvalidLayerPartException',
      lastValidByteReceived: 8,
      uploadId,
    });
  });

  test('upload and layer that are not there are told', async () => {
    const unknown = '00000000-0000-4000-8000-000000000000';
    await expect(complete(unknown, sha256('x'))).rejects.toMatchObject({ name: 'UploadNotFoundException' });
    const url = new sdk.GetDownloadUrlForLayerCommand({
      repositoryName: layers,
      layerDigest: sha256('none'),
    });
    await expect(ecr.send(url)).rejects.toMatchObject({ name: 'LayersNotFoundException' });
  });
});
