/** `npm start` and `npm run start:fabric`: makes the clone runnable, then brings the platform up as `chopmark start` does. */
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
process.argv.splice(2, 0, 'start');
await import('../cli/bin/chopmark.mjs');
