// Clusters N short texts, made from labelled sets of short texts by sampling with replacement and word dropout.
//   node test/bench/shortTexts.mjs DATA N [--texts FILE.jsonl] [--profiles FOLDER] [-- options of grove cluster]
// DATA holds NAME.jsonl.gz of the sets named below, one {"text"} a line. Prints seconds a stage, processor seconds of all
// threads, and the largest memory of the process. The texts are the same for the same N, wherever they are made; --texts
// keeps them for another time.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const sets = ['agnews-8k', 'biomedical', 'searchsnippets', 'stackoverflow', 'tweet'];
/** The share of words that each text loses, so that drawing it again makes another text. */
const dropout = 0.15;

const argv = process.argv.slice(2);
const dashes = argv.indexOf('--');
const passed = dashes < 0 ? [] : argv.splice(dashes).slice(1);
const flagOf = (name) => {
  const at = argv.indexOf(name);
  return at < 0 ? undefined : argv.splice(at, 2)[1];
};
const kept = flagOf('--texts');
const profiles = flagOf('--profiles');
const [data, count = '100000'] = argv;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'grove-short-texts-'));
try {
  const source = kept ?? path.join(folder, 'texts.jsonl');
  if (!fs.existsSync(source)) writeTexts(source, Number(count));
  const out = path.join(folder, 'analysis');
  const cli = path.resolve(import.meta.dirname, '../../dist/cli.js');
  const used = path.join(folder, 'used.json');
  const atExit = `import fs from 'node:fs'; import { isMainThread } from 'node:worker_threads';
    if (isMainThread) process.on('exit', () => fs.writeFileSync(${JSON.stringify(used)}, JSON.stringify(process.resourceUsage())));`;
  const node = ['--import', `data:text/javascript,${encodeURIComponent(atExit)}`];
  if (profiles !== undefined) node.push('--cpu-prof', `--cpu-prof-dir=${profiles}`);
  const options = ['--seed', '1', '--max-file-size-mb', '4096', '--projection', 'pca', '--quiet', '--json', ...passed];
  const ran = spawnSync(process.execPath, [...node, cli, 'cluster', source, '--out', out, ...options], {
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (ran.status !== 0) throw new Error(`grove cluster ended with ${ran.status ?? ran.signal}`);
  const { seconds, documents, clusters } = JSON.parse(ran.stdout.toString());
  const { userCPUTime, systemCPUTime, maxRSS } = JSON.parse(fs.readFileSync(used, 'utf8'));
  const found = clusters.filter(({ parent }) => parent === null).length;
  console.log(`${documents} texts in ${found} clusters`);
  console.log(Object.entries(seconds).map(([stage, s]) => `${stage} ${s.toFixed(1)}`).join(', ')); // prettier-ignore
  console.log(`processor ${((userCPUTime + systemCPUTime) / 1e6).toFixed(1)} s, memory ${(maxRSS / 1024).toFixed(0)} MiB, analysis ${megabytesOf(out)} MB`); // prettier-ignore
} finally {
  fs.rmSync(folder, { recursive: true });
}

/** Draws texts of all sets, a set as likely as it is large, and drops words at random (xorshift32). */
function writeTexts(file, n) {
  const texts = sets.flatMap((name) =>
    gunzipSync(fs.readFileSync(path.join(data, `${name}.jsonl.gz`)))
      .toString('utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).text),
  );
  let state = 2463534242;
  const random = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  const out = fs.openSync(file, 'w');
  for (let i = 0, lines = []; i < n; i++) {
    const words = texts[Math.floor(random() * texts.length)].split(' ');
    const left = words.filter(() => random() >= dropout);
    lines.push(JSON.stringify({ id: `text-${i}`, text: (left.length > 0 ? left : words).join(' ') }));
    if (lines.length < 10_000 && i + 1 < n) continue;
    fs.writeSync(out, `${lines.join('\n')}\n`);
    lines = [];
  }
  fs.closeSync(out);
}

function megabytesOf(place) {
  const files = fs.readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + fs.statSync(path.join(parentPath, name)).size, 0);
  return (bytes / 1e6).toFixed(0);
}
