import { describe, expect, it } from 'vitest';
import { driftSentence, driftText } from './drift-words.js';
import {
  type DriftFacts,
  matrixOf,
  mostBehind,
  type Place,
  placeKey,
  placeTitle,
  type Rollout,
} from './environment-matrix.js';

const level: DriftFacts = {
  from: { environment: 'staging', target: null },
  state: 'LEVEL',
  changesBehind: 0,
  changesAhead: 0,
  behindSince: null,
  secondsBehind: null,
  configDiffers: null,
  truncated: false,
};
const behind = (changes: number, hours: number): DriftFacts => ({
  ...level,
  state: 'BEHIND',
  changesBehind: changes,
  secondsBehind: hours * 3_600,
});

const live = (service: string, environment: string, more: Partial<Place> = {}): Place => ({
  service,
  environment,
  tier: environment === 'production' ? 'production' : 'staging',
  target: null,
  teams: ['eng/web'],
  sha: 'a41f9c2',
  version: '1.0',
  since: '2026-11-20T10:00:00Z',
  kind: 'CHANGE',
  deployment: { id: 'd' },
  drift: null,
  targetDrift: null,
  ...more,
});

describe('services against environments', () => {
  it('have the environments in the order in which a version passes them, production last', () => {
    const { columns } = matrixOf(
      [
        live('a', 'production'),
        live('b', 'dev'),
        live('b', 'staging'),
        live('b', 'production'),
        live('c', 'staging'),
        live('c', 'canary'),
        live('c', 'production'),
      ],
      [],
    );
    expect(columns.map(({ environment }) => environment)).toEqual(['dev', 'staging', 'canary', 'production']);
  });

  it('have the targets of an environment in one cell, those that differ first', () => {
    const us = live('a', 'production', { target: 'us', targetDrift: behind(3, 2) });
    const { rows } = matrixOf([live('a', 'production', { target: 'eu', drift: level }), us], []);
    expect(rows[0]?.cells[0]?.live.map(({ place, drift }) => [placeTitle(place), drift?.changesBehind])).toEqual([
      ['production us', 3],
      ['production eu', undefined],
    ]);
    expect(placeKey(us)).toBe('a/production/us');
  });

  it('show what is on its way to a place, and not what a later deployment has overtaken', () => {
    const rollout = (service: string, overtaken: boolean): Rollout => ({
      weight: 10,
      paused: false,
      overtaken,
      deployment: {
        id: service,
        service,
        version: '2',
        sha: null,
        environment: 'production',
        targets: [],
        startedAt: null,
      },
    });
    const places = [live('a', 'production'), live('b', 'production')];
    const { rows } = matrixOf(places, [rollout('a', false), rollout('b', true)]);
    expect(rows.map(({ cells }) => cells[0]?.rollouts.length)).toEqual([1, 0]);
  });

  it('name the place where most changes wait, production before others', () => {
    const places = [
      live('a', 'staging', { drift: behind(9, 1) }),
      live('b', 'production', { drift: behind(2, 50), targetDrift: behind(4, 1) }),
      live('c', 'production', { drift: behind(3, 90) }),
    ];
    const found = mostBehind(matrixOf(places, []));
    expect([found?.place.service, found?.changes]).toEqual(['b', 4]);
    expect(mostBehind(matrixOf([live('a', 'production', { drift: level })], []))).toBeNull();
  });
});

describe('a difference', () => {
  const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

  it('is told in few words', () => {
    const drifts: DriftFacts[] = [
      behind(4, 5),
      { ...level, state: 'AHEAD', changesAhead: 1 },
      { ...behind(2, 30), state: 'DIVERGED', changesAhead: 1, truncated: true },
      { ...level, configDiffers: true },
      { ...level, state: 'UNKNOWN', changesBehind: null, changesAhead: null },
    ];
    expect(drifts.map(driftText).map(plain)).toEqual([
      '−4 changes, 5 h',
      '+1 change',
      '−at least 2 changes, 30 h; +at least 1 change',
      'other configuration',
      'another version, by how much is not known',
    ]);
  });

  it('is told as a sentence', () => {
    expect(plain(driftSentence(behind(4, 5), 'production', 'staging'))).toBe(
      'production lacks 4 changes that staging has, the first of them for 5 h.',
    );
  });
});
