import type { AssignedDocument } from '../../shared/engineProtocol';
import { csvText } from '../storage/csv';
import { writeTextFile } from '../storage/textFile';

const columns = ['id', 'path', 'row', 'title', 'cluster', 'cluster_label', 'confidence'];

/** Writes assigned documents as a .csv file. */
export async function writeAssignments(file: string, documents: readonly AssignedDocument[]): Promise<void> {
  const rows = documents.map(({ id, path, row, title, cluster, clusterLabel, confidence }) => [
    id,
    path,
    row ?? '',
    title,
    cluster,
    clusterLabel,
    confidence,
  ]);
  await writeTextFile(file, csvText(columns, rows));
}
