/** Writes docs/rights.md from the rights table of the built gateway. */
import { writeFileSync } from 'node:fs';
import { rightsPage } from '../gateway/dist/rights/rights-page.js';

writeFileSync(new URL('../docs/rights.md', import.meta.url), rightsPage());
