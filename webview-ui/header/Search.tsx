import { useMemo, useState } from 'preact/hooks';
import { Swatch } from '../inspector/Inspector';
import type { Selection } from '../../src/shared/viewProtocol';
import { type Actions, colourOf, type Scene } from '../scene';
import { t } from '../strings';

interface SearchProps {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly query: string;
  readonly onQuery: (query: string) => void;
}

interface Result {
  readonly key: string;
  readonly text: string;
  readonly detail: string;
  readonly group: number;
  readonly selection: Selection;
}

const mostClusters = 8;
const mostDocuments = 30;

/** Finds clusters by name and keywords, and documents by title, path and beginning. */
export function Search({ scene, actions, query, onQuery }: SearchProps) {
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(0);
  const results = useMemo(() => resultsOf(scene), [scene.matches, scene.grouping, scene.data]);
  const isShown = isOpen && query.trim() !== '';
  const choose = (result: Result | undefined): void => {
    if (result === undefined) return;
    actions.select(result.selection);
    setOpen(false);
  };
  return (
    <div
      class="search"
      onFocusOut={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setOpen(false);
      }}
    >
      <input
        type="search"
        role="combobox"
        list={undefined}
        value={query}
        placeholder={t('Search clusters and documents')}
        aria-label={t('Search clusters and documents')}
        aria-expanded={isShown}
        aria-controls="search-results"
        {...(isShown && results.length > 0 ? { 'aria-activedescendant': `result-${active}` } : {})}
        onInput={(event) => {
          onQuery(event.currentTarget.value);
          setOpen(true);
          setActive(0);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') setActive(Math.min(results.length - 1, active + 1));
          else if (event.key === 'ArrowUp') setActive(Math.max(0, active - 1));
          else if (event.key === 'Enter') choose(results[active]);
          else if (event.key === 'Escape' && query !== '') onQuery('');
          else return;
          event.preventDefault();
        }}
      />
      <div id="search-results" class="results" role="listbox" aria-label={t('Results')} hidden={!isShown}>
        {isShown &&
          results.map((result, i) => (
            <div
              key={result.key}
              id={`result-${i}`}
              role="option"
              aria-selected={i === active}
              onPointerDown={(event) => {
                event.preventDefault();
                choose(result);
              }}
            >
              <Swatch colour={colourOf(scene, result.group)} />
              <span dir="auto">{result.text}</span>
              <span class="muted" dir="auto">
                {result.detail}
              </span>
            </div>
          ))}
        {isShown && results.length === 0 && (
          <div role="option" aria-selected={false} aria-disabled="true" class="muted">
            {t('Nothing found')}
          </div>
        )}
      </div>
      <span class="visually-hidden" role="status">
        {scene.matches === null ? '' : t('{0} documents found', scene.matches.documents.length)}
      </span>
    </div>
  );
}

function resultsOf({ matches, grouping, data }: Scene): Result[] {
  if (matches === null) return [];
  const words = matches.query.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = grouping.groups
    .map((group, index) => ({ group, index }))
    .filter(({ group }) => {
      const text = [group.label, ...group.keywords.map((keyword) => keyword.term)].join('\n').toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .slice(0, mostClusters)
    .map(({ group, index }): Result => ({
      key: `g${index}`,
      text: group.label,
      detail: t('{0} documents', group.size),
      group: index,
      selection:
        group.cluster === null ? { kind: 'branch', node: group.node } : { kind: 'cluster', cluster: group.cluster },
    }));
  const documents = Array.from(matches.documents.subarray(0, mostDocuments), (document): Result => ({
    key: `d${document}`,
    text: data.documents.title[document]!,
    detail: data.documents.path[document]!,
    group: grouping.groupOfDocument[document]!,
    selection: { kind: 'document', document },
  }));
  return [...groups, ...documents];
}
