/** How often everything on the page is asked for again. */
export const LIVE_MS = 10_000;
