import type { PageState } from '../../src/shared/viewProtocol';
import { languagesText } from '../report/Report';
import type { Actions, Scene } from '../scene';
import { t } from '../strings';
import { Search } from './Search';

type Tab = PageState['tab'];

interface HeaderProps {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly tab: Tab;
  readonly query: string;
  readonly onTab: (tab: Tab) => void;
  readonly onQuery: (query: string) => void;
  readonly onExport: () => void;
}

/** Name, counts, the pictures to choose from, search and export. */
export function Header({ scene, actions, tab, query, onTab, onQuery, onExport }: HeaderProps) {
  const { analysis, hasEditor, insights } = scene.data;
  const tabs: [Tab, string][] = [
    ['dendrogram', t('Dendrogram')],
    ['icicle', t('Icicle')],
    ['map', t('Map')],
    ...(hasEditor || insights?.timeline !== undefined ? [['time', t('Time')] as [Tab, string]] : []),
    ...(hasEditor ? [['compare', t('Compare')] as [Tab, string]] : []),
    ['report', t('Report')],
  ];
  const step = (from: number, by: number): void => {
    const [next] = tabs[(from + by + tabs.length) % tabs.length]!;
    onTab(next);
    document.getElementById(`tab-${next}`)?.focus();
  };
  return (
    <header class="header">
      <div class="about">
        <h1 dir="auto">{analysis.name}</h1>
        <p class="muted">
          {t('{0} documents · {1} clusters', analysis.documents, scene.grouping.groups.length)}
          {Object.keys(analysis.languages).length > 0 && ` · ${languagesText(analysis.languages)}`}
        </p>
      </div>
      <div class="tabs" role="tablist" aria-label={t('Pictures')}>
        {tabs.map(([id, name], i) => (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={id === tab}
            aria-controls="picture"
            tabIndex={id === tab ? 0 : -1}
            onClick={() => onTab(id)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowRight') step(i, 1);
              else if (event.key === 'ArrowLeft') step(i, -1);
            }}
          >
            {name}
          </button>
        ))}
      </div>
      <Search scene={scene} actions={actions} query={query} onQuery={onQuery} />
      {hasEditor && (
        <button type="button" class="export" onClick={onExport}>
          {t('Export…')}
        </button>
      )}
    </header>
  );
}
