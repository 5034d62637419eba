import { type Actions, colourOf, type Scene } from '../scene';
import { t } from '../strings';

/** The selected document. */
export function DocumentCard({ scene, document, actions }: { scene: Scene; document: number; actions: Actions }) {
  const { title, path, snippet, confidence } = scene.data.documents;
  const group = scene.grouping.groupOfDocument[document] ?? -1;
  return (
    <section class="document-card" style={{ borderInlineStartColor: colourOf(scene, group) }}>
      <h3 dir="auto">{title[document]}</h3>
      <p class="path" dir="auto">
        {path[document]}
      </p>
      <p class="snippet" dir="auto">
        {snippet[document]}
      </p>
      <p class="muted">{t('confidence {0}', confidence[document]!.toFixed(2))}</p>
      {scene.data.hasEditor && (
        <p class="actions">
          <button type="button" class="primary" onClick={() => actions.openDocument(document, false)}>
            {t('Open')}
          </button>
          <button type="button" onClick={() => actions.openDocument(document, true)}>
            {t('Open to the Side')}
          </button>
        </p>
      )}
    </section>
  );
}
