import { catalogueOf, type Config } from '@leadline/config';
import { eventOf } from '@leadline/events';
import { acceptInternal, type Control } from '@leadline/pipeline';
import type { Clock, EventLog } from '@leadline/ports';

/**
 * Appends the configuration to the deliveries if it is not the one declared last. Dying between the two appends
 * declares it twice, which changes nothing.
 *
 * @returns The version in force.
 */
export async function declareCatalogue(
  config: Config,
  { log, control, clock }: { log: EventLog; control: Control; clock: Clock },
): Promise<string> {
  const now = clock.now();
  const declaredAt = new Date(now).toISOString();
  const catalogue = catalogueOf(config, declaredAt);
  const { version } = catalogue;
  if (control.state.catalogueVersion === version) return version;
  const id = `catalogue/${version}/${declaredAt}`;
  const event = eventOf('catalogue', { id, source: 'leadline', time: declaredAt }, catalogue);
  const accepted = await acceptInternal({ log, clock }, [event]);
  if (accepted.outcome !== 'accepted') throw new Error(`The configuration could not be stored: ${accepted.outcome}`);
  await control.append({ kind: 'catalogue_declared', version, at: declaredAt }, now);
  return version;
}
