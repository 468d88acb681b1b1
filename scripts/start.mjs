/** `npm start`: makes the clone runnable, then brings the platform up (the same as `chopmark start`). */
import { bootstrap } from './bootstrap.mjs';

await bootstrap();
process.argv.splice(2, 0, 'start');
await import('../cli/bin/chopmark.mjs');
