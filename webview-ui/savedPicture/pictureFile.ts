import { seenPicture } from './seenPicture';

export const pictureFormats = ['svg', 'png'] as const;
export type PictureFormat = (typeof pictureFormats)[number];

/** Pixels of a PNG to a CSS pixel. */
const pngScale = 2;
/** No browser draws on a canvas with a side of many more. */
const mostPixels = 16_000;

/** An element as it is seen now, as a file's bytes. Throws where the browser cannot draw it. */
export async function pictureBytes(element: HTMLElement, format: PictureFormat): Promise<Uint8Array> {
  const picture = seenPicture(element);
  const svg = `${new XMLSerializer().serializeToString(picture)}\n`;
  if (format === 'svg') return new TextEncoder().encode(svg);
  return pngBytes(svg, Number(picture.getAttribute('width')), Number(picture.getAttribute('height')));
}

async function pngBytes(svg: string, width: number, height: number): Promise<Uint8Array> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(pngScale, mostPixels / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) throw new Error(`${canvas.width} × ${canvas.height}`);
  return new Uint8Array(await blob.arrayBuffer());
}
