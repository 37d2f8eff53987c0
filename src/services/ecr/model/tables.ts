import type {
  EncryptionConfiguration,
  ImageTagMutability,
  ImageTagMutabilityExclusionFilter,
  RegistryScanningConfiguration,
  RepositoryCreationTemplate,
  Tag,
} from '../../../aws/contract/ecr.types.gen.ts';
import type { Store } from '../../../store/store.ts';
import type { Table, TableSpec } from '../../../store/table.ts';

/** One account's registry in one region. All that is kept belongs to one. */
export interface RegistryScope {
  readonly account: string;
  readonly region: string;
}

export interface RegistryRecord extends RegistryScope {
  readonly policyText?: string;
  readonly scanning?: RegistryScanningConfiguration;
  readonly settings?: Readonly<Record<string, string>>;
}

/** How repositories are to be that a push creates. */
export interface TemplateRecord extends RegistryScope {
  readonly prefix: string;
  readonly template: RepositoryCreationTemplate;
}

/** A dry run of a lifecycle policy. */
export interface PreviewRecord {
  readonly policyText: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/** Times are milliseconds since the epoch. */
export interface RepositoryRecord extends RegistryScope {
  readonly name: string;
  readonly createdAt: number;
  readonly mutability: ImageTagMutability;
  readonly exclusions?: readonly ImageTagMutabilityExclusionFilter[];
  readonly scanOnPush: boolean;
  readonly encryption: EncryptionConfiguration;
  readonly tags: readonly Tag[];
  readonly policyText?: string;
  readonly lifecycle?: { readonly policyText: string; readonly evaluatedAt?: number };
  readonly preview?: PreviewRecord;
}

/** A manifest: an image, a list of images, or another artifact. */
export interface ImageRecord extends RegistryScope {
  readonly repository: string;
  readonly digest: string;
  readonly mediaType: string;
  /** To the byte as it was pushed: the digest is of it. */
  readonly manifest: string;
  readonly artifactType?: string;
  readonly subject?: string;
  readonly config?: string;
  /** Digests of all blobs that it needs, the configuration first. */
  readonly blobs: readonly string[];
  /** Digests of the manifests that a list names. */
  readonly children: readonly string[];
  /** Bytes, as DescribeImages tells them. */
  readonly size: number;
  readonly pushedAt: number;
  readonly pulledAt?: number;
}

export interface ImageTagRecord extends RegistryScope {
  readonly repository: string;
  readonly tag: string;
  readonly digest: string;
}

/** A blob that a repository may use. The blob itself is kept once, however many repositories link to it. */
export interface LayerRecord extends RegistryScope {
  readonly repository: string;
  readonly digest: string;
  readonly size: number;
  readonly linkedAt: number;
}

/** An upload that has begun; what has come so far is the file of its id. */
export interface UploadRecord extends RegistryScope {
  readonly id: string;
  readonly repository: string;
  readonly touchedAt: number;
  /** Sizes of the parts that UploadLayerPart has sent. */
  readonly parts: readonly number[];
}

export interface EcrTables {
  readonly registries: Table<RegistryRecord>;
  readonly templates: Table<TemplateRecord>;
  readonly repositories: Table<RepositoryRecord>;
  readonly images: Table<ImageRecord>;
  readonly tags: Table<ImageTagRecord>;
  readonly layers: Table<LayerRecord>;
  readonly uploads: Table<UploadRecord>;
}

const registries: TableSpec<RegistryRecord> = {
  name: 'ecr_registries',
  key: ['account', 'region'],
  columns: ({ account, region }) => ({ account, region }),
};

const templates: TableSpec<TemplateRecord> = {
  name: 'ecr_templates',
  key: ['account', 'region', 'prefix'],
  columns: ({ account, region, prefix }) => ({ account, region, prefix }),
};

const repositories: TableSpec<RepositoryRecord> = {
  name: 'ecr_repositories',
  key: ['account', 'region', 'name'],
  columns: ({ account, region, name }) => ({ account, region, name }),
};

const images: TableSpec<ImageRecord> = {
  name: 'ecr_images',
  key: ['account', 'region', 'repository', 'digest'],
  columns: ({ account, region, repository, digest, subject = null }) => ({
    account,
    region,
    repository,
    digest,
    subject,
  }),
};

const tags: TableSpec<ImageTagRecord> = {
  name: 'ecr_tags',
  key: ['account', 'region', 'repository', 'tag'],
  columns: ({ account, region, repository, tag, digest }) => ({ account, region, repository, tag, digest }),
};

const layers: TableSpec<LayerRecord> = {
  name: 'ecr_layers',
  key: ['account', 'region', 'repository', 'digest'],
  columns: ({ account, region, repository, digest }) => ({ account, region, repository, digest }),
};

const uploads: TableSpec<UploadRecord> = {
  name: 'ecr_uploads',
  key: ['id'],
  columns: ({ id, account, region, repository, touchedAt }) => ({
    id,
    account,
    region,
    repository,
    touched_at: touchedAt,
  }),
};

export function ecrTables(store: Store): EcrTables {
  return {
    registries: store.table(registries),
    templates: store.table(templates),
    repositories: store.table(repositories),
    images: store.table(images),
    tags: store.table(tags),
    layers: store.table(layers),
    uploads: store.table(uploads),
  };
}
