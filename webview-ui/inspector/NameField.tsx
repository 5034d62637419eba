import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../strings';

/** A cluster's name; a click on it, Enter or F2 makes it a text field. Escape leaves the name as it was. */
export function NameField({ label, onRename }: { label: string; onRename: (label: string) => void }) {
  const [isEdited, setEdited] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (isEdited) input.current?.select();
  }, [isEdited]);
  if (!isEdited)
    return (
      <h2 dir="auto">
        <button
          type="button"
          class="name"
          title={t('Rename')}
          onClick={() => setEdited(true)}
          onKeyDown={(event) => {
            if (event.key === 'F2') setEdited(true);
          }}
        >
          {label}
        </button>
      </h2>
    );
  const finish = (name: string): void => {
    setEdited(false);
    if (name.trim() !== '' && name.trim() !== label) onRename(name.trim());
  };
  return (
    <input
      ref={input}
      class="name"
      dir="auto"
      defaultValue={label}
      aria-label={t('Name of the cluster')}
      maxLength={200}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish(event.currentTarget.value);
        else if (event.key === 'Escape') setEdited(false);
      }}
    />
  );
}
