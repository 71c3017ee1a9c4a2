import { describe, expect, test } from 'vitest';
import { describeSignature, describeToken, hmacIn } from '../signature.contract.js';
import { dataOf, describeSource, fixtureOf, normalizing } from '../source.contract.js';
import { heroku } from './heroku.js';

describeSource(heroku, import.meta.dirname);
describeToken(heroku);
describeSignature(heroku, {
  sign: hmacIn('heroku-webhook-hmac-sha256', { encoding: 'base64' }),
  header: 'heroku-webhook-hmac-sha256',
});

const normalize = normalizing(heroku);
const fixture = (name: string) => fixtureOf(import.meta.dirname, name);

describe('a release', () => {
  test.each([
    ['Deploy cccccccc', undefined],
    ['Promote shop-staging v7', undefined],
    ['Rollback to v40', 'rollback'],
    ['Set PAYMENT_URL config vars', 'config'],
    ['Attach DATABASE (@ref:postgresql-1)', 'config'],
  ])('%s is of the kind %s', (description, kind) => {
    const body = fixture('release-succeeded') as { data: object };
    expect(dataOf(normalize({ ...body, data: { ...body.data, description } }))[0]?.['kind']).toBe(kind);
  });

  test('without its app is rejected', () => {
    const body = fixture('release-succeeded') as { data: object };
    expect(normalize({ ...body, data: { ...body.data, app: {} } })).toMatchObject({
      outcome: 'rejected',
      pointer: '/data/app/name',
    });
  });
});

describe('the form of a Deploy Hook', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

  test('says what was deployed, and not when', () => {
    const [data] = dataOf(normalize('app=shop&app_uuid=u&head_long=x&release=v9\n', form));
    expect(data).toEqual({
      id: 'heroku/u/v9',
      service: 'shop',
      environment: 'shop',
      source: 'heroku',
      status: 'succeeded',
      version: 'v9',
      sha: undefined,
    });
  });

  test.each([
    ['release=v9', '/app'],
    ['app=shop', '/release'],
  ])('%s is rejected', (text, pointer) => {
    expect(normalize(text, form)).toMatchObject({ outcome: 'rejected', pointer });
  });
});
