import { createHash } from 'node:crypto';
import type { Api } from '../src/docker/api.ts';
import { isEngineError } from '../src/docker/errors.ts';
import { query } from '../src/docker/query.ts';
import { busyboxRoot, findStaticBusybox } from './busybox-root.ts';
import { explain, openEngine } from './engine.ts';

/**
 * Makes `longshore/hello:1`, the image of the examples and tests, unless the engine has it already. It is
 * imported from this machine's static busybox, so that nothing need be pulled; where there is none, or the
 * engine is of another architecture, Docker Hub's busybox is pulled and gets the name.
 */
const REPOSITORY = 'longshore/hello';
const TAG = '1';
const REFERENCE = `${REPOSITORY}:${TAG}`;
const RECIPE_LABEL = 'longshore.hello.recipe';
const PULLED = { fromImage: 'docker.io/library/busybox', tag: 'stable' };

interface ImageInspect {
  readonly Config: { readonly Labels?: Readonly<Record<string, string>> | null } | null;
}

const GO_ARCHITECTURES: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

async function presentRecipe(api: Api): Promise<string | undefined> {
  try {
    const image = await api.json<ImageInspect>({ method: 'GET', path: `/images/${REFERENCE}/json` });
    return image.Config?.Labels?.[RECIPE_LABEL] ?? 'pulled';
  } catch (error) {
    if (isEngineError(error, 'not-found')) return undefined;
    throw error;
  }
}

/** The engine answers 200 as soon as it begins; a failure is a line of the progress that follows. */
async function createImage(
  api: Api,
  parameters: Record<string, string | string[]>,
  body?: Buffer,
): Promise<void> {
  const answer = await api.open({ method: 'POST', path: '/images/create', query: query(parameters), body });
  for (const line of (await answer.text()).split('\n').filter(Boolean)) {
    const progress = JSON.parse(line) as { readonly error?: string };
    if (progress.error !== undefined) throw new Error(progress.error);
  }
}

async function importBusybox(api: Api, root: Buffer, recipe: string): Promise<void> {
  const changes = ['ENV PATH=/bin', 'CMD ["/bin/sh"]', `LABEL ${RECIPE_LABEL}=${recipe}`];
  await createImage(api, { fromSrc: '-', repo: REPOSITORY, tag: TAG, changes }, root);
}

async function pullBusybox(api: Api): Promise<void> {
  await createImage(api, PULLED);
  const path = `/images/${PULLED.fromImage}:${PULLED.tag}/tag`;
  await api.done({ method: 'POST', path, query: query({ repo: REPOSITORY, tag: TAG }) });
}

async function ensureHelloImage(api: Api): Promise<string> {
  const present = await presentRecipe(api);
  const { Arch } = await api.json<{ readonly Arch: string }>({ method: 'GET', path: '/version' });
  const sameMachine = Arch === (GO_ARCHITECTURES[process.arch] ?? process.arch);
  const busybox = sameMachine ? findStaticBusybox() : undefined;
  if (busybox === undefined) {
    if (present !== undefined) return `${REFERENCE} is there`;
    await pullBusybox(api);
    return `pulled ${PULLED.fromImage}:${PULLED.tag} as ${REFERENCE}`;
  }
  const root = await busyboxRoot(busybox);
  const recipe = createHash('sha256').update(root).digest('hex').slice(0, 16);
  if (present === recipe) return `${REFERENCE} is there`;
  await importBusybox(api, root, recipe);
  return `made ${REFERENCE} from this machine's busybox`;
}

try {
  using api = openEngine();
  process.stdout.write(`${await ensureHelloImage(api)}\n`);
} catch (error) {
  process.stderr.write(
    `Could not make the image ${REFERENCE}: ${explain(error)}\n` +
      `Install a static busybox (Debian and Ubuntu: package busybox-static), or let the engine reach Docker Hub.\n`,
  );
  process.exitCode = 1;
}
