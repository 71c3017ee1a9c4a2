/** A digest: "sha256:0b31…". Content has the same in every registry. */
const DIGEST = /^sha(?:256|384|512):[0-9a-f]+$/;

/**
 * The exact names in a reference to an artifact, the strongest first: its digest, then its name with tag or version, both
 * as they are written everywhere. References are image references as runtimes and registries write them
 * (https://github.com/distribution/reference), package URLs (https://github.com/package-url/purl-spec) and bare digests.
 * A name without tag, version or digest names nothing exact: [].
 */
export function artifactNames(reference: string): string[] {
  const said = reference.trim().replace(/^(?:docker-pullable|docker|oci|https?):\/\//i, '');
  if (said === '' || /\s/.test(said)) return [];
  const names = said.startsWith('pkg:') ? namesOfPackage(said) : namesOfImage(said);
  return [...new Set(names)];
}

function namesOfImage(reference: string): string[] {
  const bare = reference.toLowerCase();
  if (DIGEST.test(bare)) return [bare];
  const at = reference.lastIndexOf('@');
  const digest = at < 0 ? '' : reference.slice(at + 1).toLowerCase();
  if (at >= 0 && !DIGEST.test(digest)) return [];
  const tagged = at < 0 ? reference : reference.slice(0, at);
  // A colon before the last slash is the port of a registry.
  const colon = tagged.indexOf(':', tagged.lastIndexOf('/') + 1);
  const byTag = colon < 0 ? [] : [imageName(tagged.slice(0, colon), tagged.slice(colon + 1))];
  return digest === '' ? byTag : [digest, ...byTag];
}

/** "docker.io/library/nginx" is "nginx": most leave Docker's own registry out. Names of images have small letters alone. */
function imageName(image: string, tag: string): string {
  const name = image.toLowerCase().replace(/^(?:index\.)?docker\.io\//, '');
  return `${name.replace(/^library\//, '')}:${tag}`;
}

function namesOfPackage(reference: string): string[] {
  const { type, path, version, qualifiers } = packageIn(reference);
  const digest = [version, qualifiers.get('digest') ?? ''].find((said) => DIGEST.test(said.toLowerCase()));
  const byDigest = digest === undefined ? [] : [digest.toLowerCase()];
  const exact = version !== '' && version !== digest;
  if (type !== 'oci' && type !== 'docker') {
    return exact ? [...byDigest, `pkg:${type}/${path}@${version}`] : byDigest;
  }
  const image = qualifiers.get('repository_url')?.replace(/^https?:\/\//, '') ?? path;
  const tag = qualifiers.get('tag') ?? (exact ? version : undefined);
  return tag === undefined ? byDigest : [...byDigest, imageName(image, tag)];
}

/** "pkg:type/namespace/name@version?qualifiers#subpath", percent-decoded. */
function packageIn(reference: string) {
  const [coordinates = '', query = ''] = (reference.split('#')[0] ?? '').slice('pkg:'.length).split('?');
  const at = coordinates.lastIndexOf('@');
  const path = (at <= 0 ? coordinates : coordinates.slice(0, at)).replace(/^\/+/, '');
  const slash = path.indexOf('/');
  return {
    type: path.slice(0, Math.max(slash, 0)).toLowerCase(),
    path: decoded(path.slice(slash + 1)),
    version: at <= 0 ? '' : decoded(coordinates.slice(at + 1)),
    qualifiers: new URLSearchParams(query),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The commit that a package URL of a forge names: "pkg:github/acme/shop@<sha>". */
export function commitInPackage(reference: string): { readonly repository: string; readonly sha: string } | null {
  if (!/^pkg:(?:github|gitlab|bitbucket)\//i.test(reference)) return null;
  const { path, version } = packageIn(reference);
  return /^[0-9a-f]{40}$/.test(version) ? { repository: path, sha: version } : null;
}

/**
 * The SHA, whole or short, that builders put into a tag: the tag itself, or its end ("sha-3f2c1ab", "main-3f2c1ab").
 * Digits alone are a date or a number, not a SHA.
 */
export function shaInTag(name: string): string | null {
  if (name.startsWith('pkg:') || DIGEST.test(name)) return null;
  const tag = name.slice(name.indexOf(':', name.lastIndexOf('/') + 1) + 1);
  const sha = /^(?:.*[-_.])?([0-9a-f]{7,40})$/.exec(tag)?.[1];
  return sha !== undefined && /[a-f]/.test(sha) ? sha : null;
}
