import { useState } from 'preact/hooks';
import { CorrectDialog, type Subject } from './correct-dialog.js';

/** Opens the dialog in which a person says what is so. */
export function CorrectButton({
  subject,
  again,
  label = 'Correct…',
}: {
  readonly subject: Subject;
  /** Reads what is shown anew. */
  readonly again: () => void;
  readonly label?: string;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="btn" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {label}
      </button>
      {isOpen && <CorrectDialog subject={subject} close={() => setOpen(false)} again={again} />}
    </>
  );
}
