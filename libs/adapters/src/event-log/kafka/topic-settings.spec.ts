import { describe, expect, it } from 'vitest';
import { partitionsOf, replication, settingsFor, TopicUnfit, unfitSettings } from './topic-settings.js';

const maxRecordBytes = 26 * 1024 * 1024;
const context = { kind: 'deliveries', brokers: 3, maxRecordBytes } as const;

describe('Topic settings', () => {
  it('are fit as created, whatever the number of brokers', () => {
    for (const brokers of [1, 2, 3, 9]) {
      const created = new Map(Object.entries(settingsFor(brokers, maxRecordBytes)));
      expect(unfitSettings(created, { ...context, brokers })).toEqual([]);
    }
  });

  it('ask for three copies, two of them in time, where there are three brokers', () => {
    expect(replication(1)).toEqual({ factor: 1, minInSync: 1 });
    expect(replication(2)).toEqual({ factor: 2, minInSync: 1 });
    expect(replication(5)).toEqual({ factor: 3, minInSync: 2 });
  });

  it('keep control to one partition, whatever is configured', () => {
    expect(partitionsOf('control', { control: 7 })).toBe(1);
    expect(partitionsOf('events', { events: 7 })).toBe(7);
    expect(partitionsOf('deliveries', {})).toBe(12);
  });

  it.each([
    ['retention.ms', '604800000'],
    ['retention.bytes', '1073741824'],
    ['cleanup.policy', 'compact'],
    ['max.message.bytes', '1048588'],
    ['min.insync.replicas', '1'],
    ['compression.type', 'zstd'],
  ])('are unfit for deliveries with %s=%s', (setting, value) => {
    const settings = new Map(Object.entries(settingsFor(3, maxRecordBytes))).set(setting, value);

    const unfit = unfitSettings(settings, context);

    expect(unfit).toMatchObject([{ setting, is: value }]);
    const { message } = new TopicUnfit('leadline.deliveries', unfit);
    expect(message).toContain('--entity-name leadline.deliveries');
    expect(message).toContain(`--add-config ${setting}=${settingsFor(3, maxRecordBytes)[setting]}`);
  });

  it.each(['uncompressed', 'gzip', 'lz4'])('may have brokers keep records as %s', (value) => {
    const settings = new Map(Object.entries(settingsFor(3, maxRecordBytes))).set('compression.type', value);

    expect(unfitSettings(settings, context)).toEqual([]);
  });

  it('may let touched scopes go by age: each is in the log of events', () => {
    const settings = new Map(Object.entries(settingsFor(3, maxRecordBytes))).set('retention.ms', '604800000');

    expect(unfitSettings(settings, { ...context, kind: 'touched' })).toEqual([]);
  });
});
