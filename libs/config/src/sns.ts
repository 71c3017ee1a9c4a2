import type { EndpointEntry } from './file-schema.js';
import { pemOf } from './pem.js';
import type { Problem } from './problem.js';
import type { ReadTextFile } from './variables.js';
import type { YamlDocument } from './yaml-document.js';

/** Whose messages of Amazon SNS an endpoint takes, and by which certificates. */
export interface SnsSettings {
  /** ARNs; none: any topic. */
  readonly topics: readonly string[];
  /** PEM. */
  readonly certificates: readonly string[];
  readonly fetchCertificates: boolean;
  readonly confirm: boolean;
}

/** The only source that SNS sends to. */
const SOURCE = 'aws-eventbridge';

/** The settings with the certificates in place of their files. */
export function snsSettings(sns: EndpointEntry['sns'], readFile: ReadTextFile): SnsSettings | undefined {
  if (sns === undefined) return undefined;
  return { ...sns, certificates: sns.certificates.map((path) => pemOf(path, readFile) ?? '') };
}

/** What is wrong with `endpoints.<name>.sns` that its shape does not tell. */
export function snsProblems(
  document: YamlDocument,
  entries: ReadonlyMap<string, EndpointEntry>,
  readFile: ReadTextFile,
): Problem[] {
  return [...entries].flatMap(([name, { source, sns }]) => {
    if (sns === undefined) return [];
    const place = ['endpoints', name, 'sns'];
    if (source !== SOURCE) {
      return [document.problemAt(place, `only endpoints of the source ${SOURCE} get messages of Amazon SNS`)];
    }
    return sns.certificates
      .filter((path) => pemOf(path, readFile) === undefined)
      .map((path) =>
        document.problemAt([...place, 'certificates'], `${path} cannot be read, or holds no certificate as PEM`),
      );
  });
}
