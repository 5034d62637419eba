import fs from 'node:fs/promises';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { assetPath } from '../../assets';

/** DejaVu Sans: Latin, Greek, Cyrillic, Arabic, Hebrew and more. Noto Sans SC: Chinese, and Japanese syllables. */
const fontFiles = { most: 'dist/fonts/DejaVuSans.ttf', chinese: 'dist/fonts/NotoSansSC.woff2' };

const chinese = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/u;

let begun: Promise<void> | undefined;

/**
 * An SVG picture as PNG (the door to resvg). Only the shipped fonts are used, so that a picture is the same, to the byte, on every
 * machine; characters that they lack are boxes.
 *
 * @param width in pixels
 */
export async function pngOf(svg: string, width: number): Promise<Uint8Array> {
  await (begun ??= fs.readFile(assetPath('dist/resvg.wasm')).then((module) => initWasm(module)));
  const files = chinese.test(svg) ? [fontFiles.most, fontFiles.chinese] : [fontFiles.most];
  const fontBuffers = await Promise.all(files.map((file) => fs.readFile(assetPath(file))));
  const family = 'DejaVu Sans';
  const picture = new Resvg(svg, {
    fitTo: { mode: 'width', value: width },
    font: { fontBuffers, defaultFontFamily: family, sansSerifFamily: family },
  });
  try {
    const rendered = picture.render();
    const png = rendered.asPng();
    rendered.free();
    return png;
  } finally {
    picture.free();
  }
}
