import { z } from 'zod';
import { artifactNames } from '../artifact-names.js';
import { instant, patchFields } from '../envelope.js';

const reference = z
  .string()
  .min(1)
  .refine(
    (text) => artifactNames(text).length > 0,
    'a digest, an image with tag or digest, or a package URL with version',
  );

/** Something that was built of a commit and can be deployed: an image, a package. */
export const artifact = z.looseObject({
  ...patchFields,
  /** Digest, image reference or package URL; of one that has a digest the digest is the identity, wherever it lies. */
  id: reference,
  /** Further references to it: tags, other registries. Those of all events are united. */
  names: z.array(reference).nullish(),
  /** Commit it was built of. */
  sha: z.string().nullish(),
  /** Repository of that commit, as "owner/name". */
  repo: z.string().nullish(),
  repositoryId: z.string().optional(),
  /** Run of the pipeline that built it, as "<source>/<id>"; where no commit is told, the run's is meant. */
  run: z.string().nullish(),
  /** When it could be pulled: of artifacts that bore one tag, one after the other, tells which a deployment brought. */
  publishedAt: instant.nullish(),
  source: z.string().nullish(),
  url: z.string().nullish(),
});

/** The identity of an artifact by what its sender calls it. */
export const artifactId = (id: string): string => artifactNames(id)[0] ?? id;
