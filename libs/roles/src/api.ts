import type { Platform } from '@leadline/adapters';
import type { Config } from '@leadline/config';
import type { Guard } from '@leadline/http';
import type { Control, Generation, IngestDeps } from '@leadline/pipeline';
import type { Clock } from '@leadline/ports';
import type { FastifyInstance } from 'fastify';

export interface ApiDeps {
  readonly platform: Platform;
  readonly control: Control;
  readonly clock: Clock;
  readonly guard: Guard;
  readonly ingest: IngestDeps;
  readonly inForce: () => Generation;
  readonly config: () => Config;
}

/** GraphQL and the flat exports. */
export async function registerApi(_server: FastifyInstance, _deps: ApiDeps): Promise<void> {
}
