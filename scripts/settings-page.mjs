/** Writes docs/settings.md from the configuration of the built gateway and `.env.example`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { settingsPage } from '../gateway/dist/config/settings-page.js';

const example = readFileSync(new URL('../.env.example', import.meta.url), 'utf8');
writeFileSync(new URL('../docs/settings.md', import.meta.url), settingsPage(example));
