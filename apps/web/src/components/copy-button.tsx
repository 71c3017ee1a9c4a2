import { useState } from 'preact/hooks';
import { announce } from './announcer.js';

/** Copies a text, and says so. */
export function CopyButton({
  text,
  label,
  done = 'Copied',
}: {
  readonly text: () => string;
  readonly label: string;
  readonly done?: string;
}) {
  const [said, setSaid] = useState(label);
  const copy = async (): Promise<void> => {
    const outcome = await navigator.clipboard.writeText(text()).then(
      () => done,
      () => 'The browser does not allow it',
    );
    setSaid(outcome);
    announce(outcome);
    setTimeout(() => setSaid(label), 2_000);
  };
  return (
    <button type="button" class="btn" onClick={() => void copy()}>
      {said}
    </button>
  );
}
