import type { LeadlineEvent } from '@leadline/events';

/** What arrives at Leadline, and when: a GitHub webhook, or an event for `POST /events`. `at` in epoch milliseconds. */
export type DemoDelivery =
  | {
      readonly at: number;
      readonly kind: 'hook';
      /** X-GitHub-Event. */
      readonly event: string;
      /** X-GitHub-Delivery: the same when it is sent again. */
      readonly deliveryId: string;
      /** JSON, the bytes to be signed. */
      readonly body: string;
    }
  | { readonly at: number; readonly kind: 'event'; readonly body: LeadlineEvent };

/** Something that happened, and what will be said of it; bodies of hooks are made when they are needed. */
export type Fact =
  | { readonly at: number; readonly kind: 'hook'; readonly event: string; readonly body: () => object }
  | { readonly at: number; readonly kind: 'event'; readonly body: LeadlineEvent };

export type Recorder = (fact: Fact) => void;
