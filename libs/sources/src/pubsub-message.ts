import type { Place } from './body-reading.js';
import { textOf } from './json-body.js';
import { insideOf, type JsonHook, type Understood, understandJson, understandText } from './json-hook.js';
import type { Delivery, Normalized } from './source.js';

/**
 * Has the JSON understood that a message of Google's Pub/Sub carries in Base64, with the message around it; null: the
 * subscription unwraps its messages. What does not fit inside is told with the place of the data.
 * https://cloud.google.com/pubsub/docs/push#receive_push
 */
export function understandMessage(
  delivery: Delivery,
  understand: (hook: JsonHook, around: { readonly hook: JsonHook; readonly message: Place } | null) => Understood,
): Normalized {
  return understandJson(delivery, (hook) => {
    const message = hook.reading.object(hook.body, 'message');
    if (message === null) return understand(hook, null);
    const data = hook.reading.requiredText(message, 'data');
    const text = textOf(Buffer.from(data, 'base64'));
    const understood = understandText(text, delivery, (inside) => understand(inside, { hook, message }));
    return insideOf(understood, "the message's data", '/message/data');
  });
}
