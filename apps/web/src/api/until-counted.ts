const ASK_MS = 1_000;
const MOST_ASKED = 30;

/** Resolves when what lies at a position of the log counts: it is durable before that. Gives up after half a minute. */
export async function untilCounted(position: string): Promise<void> {
  for (let times = 0; times < MOST_ASKED; times += 1) {
    const answer = await fetch(`/readyz?after=${encodeURIComponent(position)}`).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
}
