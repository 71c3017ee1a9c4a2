import { delivery, type DeliverySummary } from '@leadline/pipeline';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { GRAPHQL_DEPS, type GraphqlDeps, type RawDelivery } from '../deps.js';
import { coded } from '../errors.js';
import { listCost } from '../limits/cost.js';
import type { RequestContext } from '../request-context.js';
import { Delivery, DeliveryHeader } from './operations.type.js';

/** A delivery with its bytes, read from the log when they are asked for, once. */
interface AskedDelivery extends DeliverySummary {
  readonly id: string;
  readonly raw: () => Promise<RawDelivery>;
}

@Resolver(() => Delivery)
export class DeliveryResolver {
  private readonly deliveryAt: GraphqlDeps['deliveryAt'];

  constructor(@Inject(GRAPHQL_DEPS) deps: Pick<GraphqlDeps, 'deliveryAt'>) {
    this.deliveryAt = deps.deliveryAt;
  }

  @Query(() => Delivery, {
    nullable: true,
    description: 'What a sender sent, with its raw bytes. Needs the scope deliveries:read. Null: there is none.',
    complexity: listCost,
  })
  async delivery(
    @Args('id', { type: () => ID, description: 'Its position "<partition>:<offset>", or the id its sender gave it.' })
    id: string,
    @Context() context: RequestContext,
  ): Promise<AskedDelivery | null> {
    context.callerWith('deliveries:read');
    const found = await delivery(context.analytics, id);
    if (found === null) return null;
    let raw: Promise<RawDelivery> | undefined;
    return { ...found, id: found.position, raw: () => (raw ??= this.rawAt(found.position)) };
  }

  private async rawAt(position: string): Promise<RawDelivery> {
    const raw = await this.deliveryAt(position);
    if (raw === null) throw coded('NOT_FOUND', `The bytes of delivery ${position} are no longer in the log`);
    return raw;
  }

  @ResolveField(() => [DeliveryHeader], { description: 'Headers that were kept, by name. Secrets never are.' })
  async headers(@Parent() { raw }: AskedDelivery): Promise<DeliveryHeader[]> {
    const { headers } = await raw();
    return Object.entries(headers)
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  @ResolveField(() => String, { description: 'The body as UTF-8; bytes that are none are shown as U+FFFD.' })
  async body(@Parent() { raw }: AskedDelivery): Promise<string> {
    return Buffer.from((await raw()).body).toString('utf8');
  }

  @ResolveField(() => String, { description: 'The body as it came, in base64 (RFC 4648).' })
  async bodyBase64(@Parent() { raw }: AskedDelivery): Promise<string> {
    return Buffer.from((await raw()).body).toString('base64');
  }
}
