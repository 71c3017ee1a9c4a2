import { absurdity } from './absurd-time.js';
import { instantOf } from './instant-dialects.js';
import { epochMsOf, rfc3339Of } from './rfc3339.js';

/** An object inside a body, and where it stands (RFC 6901). */
export interface Place {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly pointer: string;
}

/** Why a body cannot be understood. */
export interface Misfit {
  readonly code: 'invalid_body' | 'absurd_time';
  readonly message: string;
  readonly pointer: string;
}

/**
 * Reads fields of a body by their names and types. What is required but missing or of another type is noted, and
 * reading goes on with a stand-in: callers read what they need, then ask once whether there was a {@link misfit}.
 * Optional fields of another type count as absent: senders add and change what they do not document.
 */
export class BodyReading {
  /** The first thing that does not fit; null: everything does. */
  misfit: Misfit | null = null;
  /** An id beyond 2^53 was met as a number, so JSON.parse has rounded it. */
  lostDigits = false;

  constructor(private readonly receivedAt: number) {}

  object(place: Place, name: string): Place | null {
    const value = place.fields[name];
    return isRecord(value) ? new Within(value, place, name) : null;
  }

  requiredObject(place: Place, name: string): Place {
    const found = this.object(place, name);
    return found ?? { fields: this.missing({}, place, name, 'an object'), pointer: pointerTo(place, name) };
  }

  /** Objects of a list; absent: none. */
  objects(place: Place, name: string): Place[] {
    const value = place.fields[name] ?? [];
    if (!Array.isArray(value)) return this.missing([], place, name, 'a list');
    return value.map((item: unknown, index) => {
      if (isRecord(item)) return new Within(item, place, name, index);
      const pointer = `${pointerTo(place, name)}/${index}`;
      this.note('invalid_body', 'expected an object', pointer);
      return { fields: {}, pointer };
    });
  }

  requiredObjects(place: Place, name: string): Place[] {
    return Array.isArray(place.fields[name]) ? this.objects(place, name) : this.missing([], place, name, 'a list');
  }

  /** Text; the empty one counts as absent, as senders use it for null. */
  text(place: Place | null, name: string): string | undefined {
    const value = place?.fields[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  requiredText(place: Place, name: string): string {
    return this.text(place, name) ?? this.missing('', place, name, 'text');
  }

  /** The texts of a list, or undefined where there is no list. */
  texts(place: Place, name: string): string[] | undefined {
    const value = place.fields[name];
    return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
  }

  truth(place: Place, name: string): boolean | undefined {
    const value = place.fields[name];
    return typeof value === 'boolean' ? value : undefined;
  }

  /** A link that is safe to show: http or https. */
  link(place: Place, name: string): string | undefined {
    const value = this.text(place, name);
    return value !== undefined && /^https?:\/\//i.test(value) ? value : undefined;
  }

  integer(place: Place, name: string): number | undefined {
    const value = place.fields[name];
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
  }

  requiredInteger(place: Place, name: string): number {
    return this.integer(place, name) ?? this.missing(0, place, name, 'an integer');
  }

  /** The digits of a positive integer id, which need not fit a number. */
  requiredId(place: Place, name: string): string {
    const value = place.fields[name];
    if (typeof value === 'string' && /^\d{1,40}$/.test(value)) return value;
    if (typeof value === 'number' && Number.isInteger(value) && value >= 0) {
      if (Number.isSafeInteger(value)) return String(value);
      this.lostDigits = true;
    }
    return this.missing('', place, name, 'an id');
  }

  /** An RFC 3339 instant as the sender wrote it, or epoch seconds as RFC 3339; absent or null: undefined. */
  instant(place: Place, name: string): string | undefined {
    const value = place.fields[name];
    if (value === undefined || value === null) return undefined;
    const at = epochMs(value);
    if (at === null) return this.missing(undefined, place, name, 'an RFC 3339 instant');
    const absurd = absurdity(at, this.receivedAt);
    if (absurd !== null) {
      const said = typeof value === 'string' ? value : at / 1000;
      this.note('absurd_time', `${absurd}: ${said}`, `${place.pointer}/${name}`);
      return undefined;
    }
    return typeof value === 'string' ? value : rfc3339Of(at);
  }

  requiredInstant(place: Place, name: string): string {
    return this.instant(place, name) ?? this.missing('', place, name, 'an RFC 3339 instant');
  }

  /** An instant in whatever way senders write one (see {@link instantOf}), as RFC 3339; "none": undefined. */
  moment(place: Place | null, name: string, zone?: 'UTC'): string | undefined {
    if (place === null) return undefined;
    const written = instantOf(place.fields[name], zone);
    if (written === undefined) return undefined;
    if (written === null) return this.missing(undefined, place, name, 'an instant');
    const absurd = absurdity(epochMsOf(written) ?? Number.NaN, this.receivedAt);
    if (absurd === null) return written;
    this.note('absurd_time', `${absurd}: ${written}`, pointerTo(place, name));
    return undefined;
  }

  requiredMoment(place: Place, name: string, zone?: 'UTC'): string {
    return this.moment(place, name, zone) ?? this.missing('', place, name, 'an instant');
  }

  /** An instant that a header tells: what is wrong with it has no place in the body. */
  momentInHeader(headers: Readonly<Record<string, string>>, name: string): string | undefined {
    const apart = new BodyReading(this.receivedAt);
    const at = apart.moment({ fields: headers, pointer: '' }, name);
    if (apart.misfit !== null) this.note(apart.misfit.code, `header ${name}: ${apart.misfit.message}`, '');
    return at;
  }

  /** An id of any form: text, or the digits of an integer. */
  key(place: Place | null, name: string): string | undefined {
    const value = place?.fields[name];
    if (typeof value !== 'number' || !Number.isInteger(value)) return this.text(place, name);
    if (!Number.isSafeInteger(value)) this.lostDigits = true;
    return String(value);
  }

  requiredKey(place: Place, name: string): string {
    return this.key(place, name) ?? this.missing('', place, name, 'an id');
  }

  private missing<T>(standIn: T, place: Place, name: string, expected: string): T {
    this.note('invalid_body', `expected ${expected}`, pointerTo(place, name));
    return standIn;
  }

  private note(code: Misfit['code'], message: string, pointer: string): void {
    this.misfit ??= { code, message, pointer };
  }
}

/** Most bodies are read without asking where anything stands: that is written down only when somebody does. */
class Within implements Place {
  constructor(
    readonly fields: Readonly<Record<string, unknown>>,
    private readonly parent: Place,
    private readonly name: string,
    private readonly index?: number,
  ) {}

  get pointer(): string {
    const pointer = pointerTo(this.parent, this.name);
    return this.index === undefined ? pointer : `${pointer}/${this.index}`;
  }
}

/** RFC 6901: names may hold the separator. */
function pointerTo(place: Place, name: string): string {
  return `${place.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Epoch milliseconds of RFC 3339 text or of epoch seconds; null: neither. */
function epochMs(value: unknown): number | null {
  if (typeof value === 'string') return epochMsOf(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? value * 1000 : null;
}
