import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { harbor } from './harbor.js';

describeSource(harbor, import.meta.dirname);
describeToken(harbor);

const normalize = normalizing(harbor);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('both formats tell the same', () => {
  const told = (name: string) => dataOf(normalize(fixture(name))).map(({ id, names }) => ({ id, names }));
  expect(told('artifact-pushed-as-cloudevent')).toEqual(told('artifact-pushed'));
});

test('a tag that is a commit says what the image was built of', () => {
  const sha = 'b'.repeat(40);
  const body = fixture('artifact-pushed') as { event_data: { resources: object[] } };
  const resources = [{ ...body.event_data.resources[0], tag: sha }];
  expect(dataOf(normalize({ ...body, event_data: { resources } }))).toMatchObject([{ sha }]);
});

test('an image without a tag says nothing that its digest does not', () => {
  const body = fixture('artifact-pushed') as { event_data: { resources: { digest: string }[] } };
  const [resource] = body.event_data.resources;
  const resources = [{ ...resource, tag: resource?.digest }];
  expect(normalize({ ...body, event_data: { resources } })).toMatchObject({ outcome: 'ignored' });
});
