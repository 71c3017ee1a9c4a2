import { describe, expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { kubernetesKubewatch } from './kubernetes-kubewatch.js';

describeSource(kubernetesKubewatch, import.meta.dirname);
describeToken(kubernetesKubewatch);

const normalize = normalizing(kubernetesKubewatch);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

const update = (changes: object) => {
  const body = fixture('new-image') as { data: object };
  return normalize({ ...body, data: { ...body.data, ...changes } });
};

describe('an update', () => {
  test('of something that is new in the cluster starts a rollout', () => {
    expect(dataOf(update({ operation: 'create', oldObj: null }))).toMatchObject([{ status: 'in_progress' }]);
  });

  test('that takes a Deployment away deploys nothing', () => {
    expect(update({ operation: 'delete' })).toMatchObject({ outcome: 'ignored' });
  });

  test.each([
    ['ghcr.io/acme/checkout:1.4.0', '1.4.0'],
    ['localhost:5000/checkout', 'localhost:5000/checkout'],
    [`ghcr.io/acme/checkout:1.4.0@sha256:${'d'.repeat(64)}`, '1.4.0'],
  ])('to the image %s is of the version %s', (image, version) => {
    const { data } = fixture('new-image') as { data: { obj: object } };
    const obj = { ...data.obj, spec: { template: { spec: { containers: [{ name: 'api', image }] } } } };
    expect(dataOf(update({ obj }))).toMatchObject([{ version }]);
  });

  test('of an object without an id is rejected', () => {
    const { data } = fixture('new-image') as { data: { obj: { metadata: object } } };
    const obj = { ...data.obj, metadata: { ...data.obj.metadata, uid: undefined } };
    expect(update({ obj })).toMatchObject({ outcome: 'rejected', pointer: '/data/obj/metadata/uid' });
  });
});
