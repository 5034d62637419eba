import { render } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { PageData, PageState, Selection, ToPage } from '../src/shared/viewProtocol';
import { AnalysisView } from './Analysis';
import type { Comparing } from './compare/comparing';
import { connectEditor, type Editor } from './editor';
import './main.css';
import type { HostAnswer } from './model/insights';
import { Notice } from './Notice';
import { t, useTranslations } from './strings';
import type { HostCut } from './useToldCut';

type Shown =
  | { kind: 'waiting' }
  | { kind: 'failed'; message: string }
  | { kind: 'analysis'; serial: number; data: PageData; restored: PageState | undefined; cut: HostCut };

/** Shows what the host sends: nothing yet, an analysis, or why there is none. */
function Page({ editor }: { editor: Editor }) {
  const [shown, setShown] = useState<Shown>({ kind: 'waiting' });
  const [selection, setSelection] = useState<Selection | undefined>();
  const [answer, setAnswer] = useState<HostAnswer | undefined>();
  const [comparing, setComparing] = useState<Comparing | undefined>();
  const [stale, setStale] = useState<string | undefined>();
  useEffect(() => {
    let serial = 0;
    editor.listen((message) => {
      switch (message.type) {
        case 'texts': // the editor's side has put them into 'show'
          break;
        case 'show':
          useTranslations(message.data.strings);
          setStale(undefined);
          setAnswer(undefined);
          setComparing(undefined);
          setSelection(undefined); // it was of the analysis before
          setShown({
            kind: 'analysis',
            serial: ++serial,
            data: message.data,
            restored: message.state,
            cut: { clusters: message.cut },
          });
          break;
        case 'select':
          setSelection(message.selection);
          break;
        case 'cut':
          setShown((current) =>
            current.kind === 'analysis' ? { ...current, cut: { clusters: message.clusters } } : current,
          );
          break;
        case 'edited':
          setShown((current) => edited(current, message));
          break;
        case 'insight':
        case 'insightFailed':
          setAnswer(message);
          break;
        case 'comparing':
          setComparing({ kind: 'pending', isAsked: message.isAsked });
          break;
        case 'compared':
          setComparing({ kind: 'known', comparison: message.comparison });
          break;
        case 'compareFailed':
          setComparing({ kind: 'failed', message: message.message });
          break;
        case 'stale':
          setStale(message.message);
          break;
        case 'failed':
          setShown({ kind: 'failed', message: message.message });
          break;
      }
    });
  }, [editor]);
  if (shown.kind === 'waiting') return <Notice busy title={t('Opening the analysis…')} />;
  if (shown.kind === 'failed') return <Notice title={t('This analysis cannot be shown')}>{shown.message}</Notice>;
  if (shown.data.documents.id.length === 0)
    return (
      <Notice title={t('No documents')}>
        {t('This analysis holds no documents. Cluster a folder that has text in it.')}
      </Notice>
    );
  return (
    <AnalysisView
      key={shown.serial}
      data={shown.data}
      restored={shown.restored}
      hostSelection={selection}
      hostCut={shown.cut}
      hostAnswer={answer}
      comparing={comparing}
      stale={stale}
      editor={editor}
    />
  );
}

function edited(shown: Shown, { analysis, cluster, subcluster }: Extract<ToPage, { type: 'edited' }>): Shown {
  if (shown.kind !== 'analysis') return shown;
  return { ...shown, data: { ...shown.data, analysis, documents: { ...shown.data.documents, cluster, subcluster } } };
}

render(<Page editor={connectEditor()} />, document.getElementById('root') ?? document.body);
