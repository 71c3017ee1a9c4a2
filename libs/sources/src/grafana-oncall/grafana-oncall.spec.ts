import { expect, test } from 'vitest';
import { describeToken } from '../signature.contract.js';
import { describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { grafanaOncall } from './grafana-oncall.js';

describeSource(grafanaOncall, import.meta.dirname);
describeToken(grafanaOncall);

const normalize = normalizing(grafanaOncall);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

test('a group that is resolved and does not say since when is rejected', () => {
  const body = fixture('resolved') as { alert_group: object };
  expect(normalize({ ...body, alert_group: { ...body.alert_group, resolved_at: null } })).toMatchObject({
    outcome: 'rejected',
    pointer: '/alert_group/resolved_at',
  });
});

test("a template of one's own that leaves out the group is rejected", () => {
  expect(normalize({ event: { type: 'resolve' }, title: 'x' })).toMatchObject({
    outcome: 'rejected',
    pointer: '/alert_group',
  });
});
