import path from 'node:path';
import { contrastClusters } from '../../engine/explanation/contrastClusters';
import { explainDocument } from '../../engine/explanation/explainDocument';
import type { ClusterPull, ContrastSide, DocumentExplanation } from '../../shared/explanation';
import { printable } from '../clusterTree';
import { type CommonFlags, print, withSession } from '../session';

/** `grove explain ANALYSIS DOCUMENT` */
export async function explainCommand(folder: string, document: string, flags: CommonFlags): Promise<void> {
  const explanation = await withSession({ ...flags, quiet: true }, (context) =>
    explainDocument(path.resolve(folder), document, context),
  );
  print(flags, explanation, () => explanationText(explanation));
}

function explanationText({ document, confidence, own, second, keySentences }: DocumentExplanation): string {
  const lines = [`${printable(document)}, confidence ${confidence.toFixed(2)}`, '', ...pullLines('in', own)];
  if (second !== null) lines.push('', ...pullLines('next', second));
  if (keySentences.length > 0) lines.push('', 'What it says:', ...keySentences.map((text) => `  ${printable(text)}`));
  return lines.join('\n');
}

function pullLines(role: string, { id, label, distance, terms, sentences }: ClusterPull): string[] {
  const words = terms.map(({ term, weight }) => `${term} ${weight.toFixed(1)}`).join(', ');
  return [
    `${role.padEnd(5)}${id} ${printable(label)}, distance ${distance.toFixed(3)}`,
    `     ${words === '' ? 'by no word of its own' : printable(words)}`,
    ...sentences.map((text) => `     “${printable(text)}”`),
  ];
}

export interface ContrastFlags extends CommonFlags {
  readonly top: number;
}

/** `grove contrast ANALYSIS A B` */
export async function contrastCommand(folder: string, a: number, b: number, flags: ContrastFlags): Promise<void> {
  const contrast = await contrastClusters(path.resolve(folder), a, b, flags.top);
  print(flags, contrast, () => [...sideLines(contrast.first), '', ...sideLines(contrast.second)].join('\n'));
}

function sideLines({ id, label, size, terms }: ContrastSide): string[] {
  const lines = [printable(`${id} ${label} (${size})`), 'log-odds       z         p    here   there  term'];
  for (const { term, logOdds, z, p, counts } of terms) {
    const figures = [logOdds.toFixed(2).padStart(8), z.toFixed(2).padStart(7), p.toExponential(1).padStart(9)];
    lines.push(printable(`${figures.join(' ')} ${counts.map((n) => String(n).padStart(7)).join(' ')}  ${term}`));
  }
  return lines;
}
