import { useEffect, useState } from 'preact/hooks';

type Listener = (text: string) => void;
const listeners = new Set<Listener>();

/** Tells people who listen to the page rather than look at it. */
export function announce(text: string): void {
  for (const listener of listeners) listener(text);
}

/** The one place of the page that speaks up by itself, politely. */
export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    listeners.add(setText);
    return () => void listeners.delete(setText);
  }, []);
  return (
    <div class="sr" role="status" aria-live="polite">
      {text}
    </div>
  );
}
