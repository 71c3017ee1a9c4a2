import { describe, expect, it } from 'vitest';
import { filledLinks, unknownPlaces } from './link-template.js';

const links = {
  runbook: 'https://wiki.example/shop',
  logs: 'https://logs.example/?q=service:{service}+version:{version}&env={environment}',
};

describe('the links of a service', () => {
  it('are filled in with what a deployment says, encoded', () => {
    const known = { service: 'shop', environment: 'eu & us', version: '1.2/../?x=1#y', deployment: 'd1' };
    expect(filledLinks(links, known)).toEqual([
      { name: 'runbook', url: 'https://wiki.example/shop' },
      { name: 'logs', url: 'https://logs.example/?q=service:shop+version:1.2%2F..%2F%3Fx%3D1%23y&env=eu%20%26%20us' },
    ]);
  });

  it('are left out where something in them is not known', () => {
    const known = { service: 'shop', environment: 'production', version: null };
    expect(filledLinks(links, known).map(({ name }) => name)).toEqual(['runbook']);
  });

  it('are filled in once: what a sender wrote is no place', () => {
    const known = { service: 'shop', environment: '{version}', version: '$&' };
    expect(filledLinks(links, known)[1]?.url).toBe(
      'https://logs.example/?q=service:shop+version:%24%26&env=%7Bversion%7D',
    );
  });

  it('are none where none are configured', () => {
    expect(filledLinks(undefined, { service: 'shop' })).toEqual([]);
  });

  it('name places that there are', () => {
    expect(unknownPlaces('https://logs.example/{pod}/{version}')).toEqual(['pod']);
  });
});
