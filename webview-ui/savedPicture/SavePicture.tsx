import { createContext } from 'preact';
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../strings';
import { pictureBytes, type PictureFormat, pictureFormats } from './pictureFile';

export interface PictureSaver {
  /** Of the analysis: the beginning of the file's name. */
  readonly analysis: string;
  readonly save: (name: string, bytes: Uint8Array) => void;
}

/** Where pictures go. */
export const PictureSaving = createContext<PictureSaver>({ analysis: '', save: () => undefined });

interface SavePictureProps {
  /** Of the picture, in the reader's language: the end of the file's name. */
  readonly name: string;
  /** What is saved: the element itself, as it is seen when a format is chosen. */
  readonly picture: { readonly current: HTMLElement | null };
}

/** A button that saves a picture as it is seen, as SVG or PNG. */
export function SavePicture({ name, picture }: SavePictureProps) {
  const { analysis, save } = useContext(PictureSaving);
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState('');
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (isOpen) menu.current?.querySelector('button')?.focus();
  }, [isOpen]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (format: PictureFormat): void => {
    close();
    setFailure('');
    if (picture.current === null) return;
    pictureBytes(picture.current, format).then(
      (bytes) => save(`${analysis} – ${name}.${format}`, bytes),
      (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
    );
  };
  const step = (by: number): void => {
    const items = Array.from(menu.current?.querySelectorAll('button') ?? []);
    const at = items.findIndex((item) => item === document.activeElement);
    items[(at + by + items.length) % items.length]?.focus();
  };
  return (
    <div
      class="save-picture"
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setOpen(false);
      }}
      onKeyDown={(event) => {
        if (!isOpen) return;
        event.stopPropagation(); // the picture has keys of its own
        if (event.key === 'Escape') close();
        else if (event.key === 'ArrowDown') step(1);
        else if (event.key === 'ArrowUp') step(-1);
        else return;
        event.preventDefault();
      }}
    >
      <button
        ref={button}
        type="button"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={`${t('Save Picture…')} ${name}`}
        onClick={() => setOpen(!isOpen)}
      >
        {t('Save Picture…')}
      </button>
      {isOpen && (
        <div ref={menu} class="menu" role="menu" aria-label={t('Format')}>
          {pictureFormats.map((format) => (
            <button key={format} type="button" role="menuitem" tabIndex={-1} onClick={() => choose(format)}>
              {format.toUpperCase()}
            </button>
          ))}
        </div>
      )}
      {failure !== '' && (
        <span role="alert" class="muted">
          {t('The picture cannot be made: {0}', failure)}
        </span>
      )}
    </div>
  );
}
