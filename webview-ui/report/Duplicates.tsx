import type { Insights } from '../../src/shared/insights';
import type { Asked } from '../model/insights';
import type { Actions, Scene } from '../scene';
import { t } from '../strings';
import { Part } from './Part';
import { Wanted } from './Wanted';

const shownGroups = 50;
const shownCopies = 5;

/** Documents that are copies of each other, or nearly, with an offer to leave them out. */
export function Duplicates({
  scene,
  actions,
  asked,
}: {
  readonly scene: Scene;
  readonly actions: Actions;
  readonly asked: Asked<Insights['duplicates']>;
}) {
  if (asked.value === undefined && asked.ask === undefined) return null;
  const { id } = scene.data.documents;
  const isFolder = scene.data.analysis.source.kind === 'folder';
  return (
    <Part title={t('Near-duplicates')}>
      <Wanted asked={asked} action={t('Find Near-Duplicates')} busy={t('Comparing documents…')}>
        {(groups) => {
          const copies = groups.flatMap((group) => group.copies);
          if (copies.length === 0) return <p class="muted">{t('No document is a copy of another.')}</p>;
          return (
            <>
              <p class="muted">{t('Copies: {0}. Documents that have copies: {1}.', copies.length, groups.length)}</p>
              {isFolder && (
                <p class="actions">
                  <button type="button" onClick={() => actions.ignoreFiles(copies.map(({ path }) => path))}>
                    {t('Ignore the Copies')}
                  </button>
                </p>
              )}
              <table>
                <thead>
                  <tr>
                    <th scope="col">{t('Document')}</th>
                    <th scope="col">{t('Copies')}</th>
                  </tr>
                </thead>
                <tbody>
                  {groups.slice(0, shownGroups).map((group) => (
                    <tr key={group.kept}>
                      <th scope="row">
                        <OpenLink name={group.kept} document={id.indexOf(group.kept)} actions={actions} />
                      </th>
                      <td>
                        {group.copies.slice(0, shownCopies).map((copy) => (
                          <div key={copy.id}>
                            <OpenLink name={copy.id} document={id.indexOf(copy.id)} actions={actions} />{' '}
                            <span class="muted">{(100 * copy.similarity).toFixed(0)} %</span>
                          </div>
                        ))}
                        {group.copies.length > shownCopies && (
                          <span class="muted">{t('and {0} more', group.copies.length - shownCopies)}</span>
                        )}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {groups.length > shownGroups && <p class="muted">{t('and {0} more', groups.length - shownGroups)}</p>}
            </>
          );
        }}
      </Wanted>
    </Part>
  );
}

function OpenLink({ name, document, actions }: { name: string; document: number; actions: Actions }) {
  if (document < 0) return <bdi>{name}</bdi>;
  return (
    <button type="button" class="link" onClick={() => actions.openDocument(document, false)}>
      <bdi>{name}</bdi>
    </button>
  );
}
