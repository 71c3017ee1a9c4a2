import type { ComponentChildren } from 'preact';

/** Every mark is a shape, with a word beside it and a colour that only repeats what both say. */
const shapes = {
  better: (
    <>
      <circle cx="8" cy="8" r="8" fill="currentColor" />
      <path class="cut" d="M4 8.3l2.8 2.8L12 5.6" stroke-width="2" />
    </>
  ),
  worse: (
    <>
      <path d="M8 0l8 8-8 8-8-8z" fill="currentColor" />
      <path class="cut" d="M8 4v5M8 10.6v1.8" stroke-width="1.9" />
    </>
  ),
  usual: (
    <>
      <circle class="line" cx="8" cy="8" r="7" stroke-width="1.6" />
      <path class="line" d="M4 9c1.4-2.4 2.6-2.4 4-1s2.6 1.4 4-1" stroke-width="1.6" />
    </>
  ),
  succeeded: (
    <>
      <circle class="line" cx="8" cy="8" r="7" stroke-width="1.8" />
      <path class="line" d="M4.6 8.3l2.4 2.4 4.4-4.8" stroke-width="1.8" />
    </>
  ),
  failed: (
    <>
      <path d="M8 .6L15.4 8 8 15.4.6 8z" fill="currentColor" />
      <path class="cut" d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" stroke-width="1.7" />
    </>
  ),
  running: (
    <>
      <circle class="line" cx="8" cy="8" r="7" stroke-width="1.8" />
      <path d="M8 3.4a4.6 4.6 0 010 9.2z" fill="currentColor" />
    </>
  ),
  waiting: (
    <>
      <circle class="line" cx="8" cy="8" r="7" stroke-width="1.8" />
      <path class="line" d="M6.2 5v6M9.8 5v6" stroke-width="2" />
    </>
  ),
  rollback: (
    <>
      <path class="line" d="M3 6h6.5a4 4 0 010 8H5" stroke-width="1.8" />
      <path class="line" d="M6.5 2L2.5 6l4 4" stroke-width="1.8" />
    </>
  ),
  incident: <path d="M8 1l7 7-7 7-7-7z" fill="currentColor" />,
  deployment: <path d="M8 1.5l7 13H1z" fill="currentColor" />,
  flag: (
    <path
      d="M3.5 15.5V1.5l10 3.6-10 3.9"
      fill="currentColor"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-linejoin="round"
    />
  ),
  provisional: (
    <>
      <rect class="line" x="1.2" y="1.2" width="13.6" height="13.6" stroke-width="1.4" />
      <path class="line" d="M1.5 8L8 1.5M1.5 14.5l13-13M8 14.5L14.5 8" stroke-width="1.3" />
    </>
  ),
  stale: (
    <>
      <circle class="line" cx="8" cy="8" r="7" stroke-width="1.8" />
      <path class="line" d="M8 4v4.4l3 1.8" stroke-width="1.8" />
    </>
  ),
  few: (
    <>
      <circle cx="3" cy="8" r="2" fill="currentColor" />
      <circle cx="8" cy="8" r="2" fill="currentColor" />
      <circle class="line" cx="13" cy="8" r="1.6" stroke-dasharray="1.4 1" />
    </>
  ),
  none: <path class="line" d="M2 8h12" stroke-width="2" />,
  error: (
    <>
      <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z" fill="currentColor" />
      <path class="cut" d="M5.4 5.4l5.2 5.2M10.6 5.4l-5.2 5.2" stroke-width="1.8" />
    </>
  ),
  listening: <circle class="line" cx="8" cy="8" r="6.8" stroke-width="1.6" stroke-dasharray="2.4 2" />,
  find: (
    <>
      <circle class="line" cx="7" cy="7" r="5" stroke-width="1.8" />
      <path class="line" d="M10.6 10.6l4 4" stroke-width="1.8" />
    </>
  ),
  overview: <path class="line" d="M2 13.5V9M6 13.5V5M10 13.5V7.5M14 13.5V2.5" stroke-width="2" />,
  teams: (
    <>
      <circle class="line" cx="8" cy="4" r="2.4" stroke-width="1.8" />
      <path class="line" d="M8 6.5v3M3 13.5v-2.3h10v2.3" stroke-width="1.8" />
    </>
  ),
  services: <path class="line" d="M8 1.5l6 3.2v6.6l-6 3.2-6-3.2V4.7zM2 4.7l6 3.3 6-3.3M8 8v6.5" stroke-width="1.5" />,
  outliers: (
    <>
      <circle cx="3" cy="12" r="1.8" fill="currentColor" />
      <circle cx="8" cy="11" r="1.8" fill="currentColor" />
      <circle cx="13" cy="12.4" r="1.8" fill="currentColor" />
      <path d="M10.5 1l3.4 3.4-3.4 3.4-3.4-3.4z" fill="currentColor" />
    </>
  ),
  scorecards: (
    <path class="line" d="M2 4.5l1.6 1.6L6.4 3M8.5 4.5H14M2 11l1.6 1.6L6.4 9.5M8.5 11H14" stroke-width="1.8" />
  ),
  data: <path class="line" d="M2 4h12M2 8h12M2 12h12" stroke-width="1.8" />,
  change: (
    <>
      <circle cx="3" cy="8" r="2.2" fill="currentColor" />
      <path class="line" d="M5 8h4" stroke-width="1.8" />
      <circle class="line" cx="11.8" cy="8" r="2.6" stroke-width="1.8" />
    </>
  ),
  train: (
    <path
      class="line"
      d="M4.5 2h7a1.5 1.5 0 011.5 1.5v7a1.5 1.5 0 01-1.5 1.5h-7A1.5 1.5 0 013 10.5v-7A1.5 1.5 0 014.5 2zM3 7.5h10M5.5 12l-2 2.5M10.5 12l2 2.5"
      stroke-width="1.6"
    />
  ),
  theme: (
    <>
      <circle class="line" cx="8" cy="8" r="6.5" stroke-width="1.6" />
      <path d="M8 1.5a6.5 6.5 0 010 13z" fill="currentColor" />
    </>
  ),
} as const;

export type Shape = keyof typeof shapes;

export function Icon({ shape }: { readonly shape: Shape }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
      {shapes[shape]}
    </svg>
  );
}

type Tone = 'good' | 'bad' | 'wait' | 'run' | 'flag' | 'plain';

/** A mark and its word, of a thing or what became of it. */
export function Mark({
  shape,
  tone = 'plain',
  children,
}: {
  readonly shape: Shape;
  readonly tone?: Tone;
  readonly children: ComponentChildren;
}) {
  return (
    <span class={`mark ${tone}`}>
      <Icon shape={shape} />
      <span>{children}</span>
    </span>
  );
}

type StateTone = 'ok' | 'stale' | 'insufficient' | 'provisional' | 'error' | 'none';

const stateShapes: Readonly<Record<StateTone, Shape>> = {
  ok: 'succeeded',
  stale: 'stale',
  insufficient: 'few',
  provisional: 'provisional',
  error: 'error',
  none: 'none',
};

/** How far a number or a source may be relied on. */
export function State({
  tone,
  title,
  children,
}: {
  readonly tone: StateTone;
  readonly title?: string;
  readonly children: ComponentChildren;
}) {
  return (
    <span class={`state ${tone}`} {...(title === undefined ? {} : { title })}>
      <Icon shape={stateShapes[tone]} />
      <span>{children}</span>
    </span>
  );
}
