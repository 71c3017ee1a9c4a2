import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** A dialog over the page; Esc and a click beside it close it, and the focus goes back to where it was. */
export function Dialog({
  title,
  close,
  children,
}: {
  readonly title: string;
  readonly close: () => void;
  readonly children: ComponentChildren;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const there = useRef(true);
  useLayoutEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      there.current = false;
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-label={title}
      // The browser hides a dialog on Esc and tells of it in a later task; a key pressed between the two
      // would find a dialog that is gone for people and still open for the page, and open nothing.
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onClose={() => {
        if (there.current) close();
      }}
      onClick={(event) => {
        if (event.target === dialog.current) close();
      }}
    >
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
