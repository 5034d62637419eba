import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Keyword } from '../../src/shared/analysis';
import type { Asked } from '../model/insights';
import { type Actions, colourOf, type Scene } from '../scene';
import { t } from '../strings';
import { DocumentCard } from './DocumentCard';
import { NameField } from './NameField';
import { selectedGroup, type Subject, subjectOf } from './subject';
import { VirtualList } from './VirtualList';

const rowHeightPx = 46;
const shownKeywords = 10;

/** The right third: the selected cluster or branch, its words and documents, and the selected document. */
export function Inspector({
  scene,
  actions,
  distinctive,
}: {
  readonly scene: Scene;
  readonly actions: Actions;
  /** What tells the documents of a lasso from the others. */
  readonly distinctive: Asked<readonly Keyword[]>;
}) {
  const { selection, grouping, data, matches } = scene;
  const ofGroup = selection.kind === 'document' ? grouping : null; // else a moved cut changes nothing
  const subject = useMemo(() => subjectOf(scene), [selection, ofGroup, data, matches]);
  return (
    <aside class="inspector" aria-label={t('Details')}>
      <Heading scene={scene} subject={subject} actions={actions} />
      {subject.keywords.length > 0 && <Keywords keywords={subject.keywords} />}
      {selection.kind === 'documents' && (
        <LassoTerms
          documents={selection.documents}
          asked={distinctive}
          openAll={() => actions.openDocuments(subject.documents)}
        />
      )}
      {subject.medoid >= 0 && selection.kind !== 'document' && (
        <Medoid scene={scene} document={subject.medoid} actions={actions} />
      )}
      {selection.kind === 'document' && <DocumentCard scene={scene} document={selection.document} actions={actions} />}
      <DocumentList key={`${subject.label} ${subject.documents.length}`} {...{ scene, subject, actions }} />
    </aside>
  );
}

function Heading({ scene, subject, actions }: { scene: Scene; subject: Subject; actions: Actions }) {
  const { cluster } = subject;
  const group = selectedGroup(scene);
  return (
    <header class="subject">
      <div class="subject-name">
        {group >= 0 && <Swatch colour={colourOf(scene, group)} />}
        {cluster !== null && scene.data.hasEditor ? (
          <NameField key={cluster} label={subject.label} onRename={(label) => actions.rename(cluster, label)} />
        ) : (
          <h2 dir="auto">{subject.label}</h2>
        )}
      </div>
      <p class="muted">
        {subject.documents.length === 1 ? t('1 document') : t('{0} documents', subject.documents.length)}
        {subject.cohesion !== null && ` · ${t('cohesion {0}', subject.cohesion.toFixed(2))}`}
      </p>
      {subject.namedBy !== undefined && (
        <p class="muted named-by">
          <bdi>{t('Named by {0}', subject.namedBy)}</bdi>
        </p>
      )}
    </header>
  );
}

const mostOpened = 10;

/** What the documents of a lasso are about, and a way to open them. */
function LassoTerms({
  documents,
  asked,
  openAll,
}: {
  readonly documents: Int32Array;
  readonly asked: Asked<readonly Keyword[]>;
  readonly openAll: () => void;
}) {
  useEffect(() => asked.ask?.([...documents]), [documents]);
  if (asked.ask === undefined) return null;
  return (
    <>
      {asked.isPending && <p class="muted">{t('Comparing documents…')}</p>}
      {!asked.isPending && asked.value !== undefined && <Keywords keywords={asked.value} />}
      {documents.length <= mostOpened && (
        <p class="actions">
          <button type="button" onClick={openAll}>
            {t('Open All')}
          </button>
        </p>
      )}
    </>
  );
}

export function Swatch({ colour }: { colour: string }) {
  return <span class="swatch" aria-hidden="true" style={{ backgroundColor: colour }} />;
}

function Keywords({ keywords }: { keywords: readonly Keyword[] }) {
  const most = Math.max(...keywords.map((keyword) => keyword.weight), Number.MIN_VALUE);
  return (
    <ul class="keywords-list" aria-label={t('Keywords')}>
      {keywords.slice(0, shownKeywords).map(({ term, weight }) => (
        <li key={term} title={t('weight {0}', weight.toFixed(3))}>
          <span dir="auto">{term}</span>
          <span class="weight" aria-hidden="true" style={{ width: `${(100 * weight) / most}%` }} />
        </li>
      ))}
    </ul>
  );
}

function Medoid({ scene, document, actions }: { scene: Scene; document: number; actions: Actions }) {
  return (
    <section class="medoid">
      <h3>{t('Most typical')}</h3>
      <button type="button" class="link" onClick={() => actions.select({ kind: 'document', document })}>
        <bdi>{scene.data.documents.title[document]}</bdi>
      </button>
      <p class="snippet" dir="auto">
        {scene.data.documents.snippet[document]}
      </p>
    </section>
  );
}

function DocumentList({ scene, subject, actions }: { scene: Scene; subject: Subject; actions: Actions }) {
  const { title, path, confidence } = scene.data.documents;
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => {
    const wanted = filter.trim().toLowerCase();
    if (wanted === '') return subject.documents;
    return subject.documents.filter((d) => `${title[d]!}\n${path[d]!}`.toLowerCase().includes(wanted));
  }, [subject, filter]);
  const { selection } = scene;
  const isFlow = selection.kind === 'documents' && selection.flow !== undefined;
  const selected = selection.kind === 'document' ? shown.indexOf(selection.document) : -1;
  return (
    <section class="documents">
      <div class="documents-head">
        <h3>{t('Documents')}</h3>
        <input
          type="search"
          value={filter}
          placeholder={t('Filter')}
          aria-label={t('Filter these documents')}
          onInput={(event) => setFilter(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 ? (
        <p class="muted nothing">{t('No document here matches “{0}”.', filter)}</p>
      ) : (
        <VirtualList
          label={t('Documents')}
          count={shown.length}
          rowHeightPx={rowHeightPx}
          selected={selected}
          onSelect={(index) => actions.select({ kind: 'document', document: shown[index]! })}
          onOpen={(index, toSide) => actions.openDocument(shown[index]!, toSide)}
          opensOnClick={isFlow}
          row={(index) => {
            const document = shown[index]!;
            return (
              <>
                <span class="title" dir="auto">
                  {title[document]}
                </span>
                <span class="path" dir="auto">
                  {path[document]}
                </span>
                <span class="confidence" title={t('confidence {0}', confidence[document]!.toFixed(2))}>
                  {confidence[document]!.toFixed(2)}
                </span>
              </>
            );
          }}
        />
      )}
    </section>
  );
}
