// @ts-check
// npm run build: dist/ from the sources.   npm run build -- --production: minified, without source maps
import { build, ensureInstalled } from './support/prepare.mjs';

await ensureInstalled();
await build(process.argv.slice(2));
