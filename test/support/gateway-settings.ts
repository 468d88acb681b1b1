/**
 * What an operator's settings file says of a gateway that never ran, with a database and a folder of its own.
 *
 * @module
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestDatabase, testDatabase } from './postgres.js';

export class GatewaySettings {
  database!: TestDatabase;
  folder!: string;

  /**
   * For the suite that calls it.
   *
   * @param more Settings beside those that every gateway needs.
   */
  static ofSuite(organization: string, more: Readonly<Record<string, string>> = {}): GatewaySettings {
    const settings = new GatewaySettings();
    before(async () => {
      settings.database = await testDatabase();
      settings.folder = mkdtempSync(join(tmpdir(), 'chopmark-settings-'));
      settings.#write({ CHOPMARK_ORGANIZATION: organization, ...more });
    });
    after(async () => {
      await settings.database.drop();
      rmSync(settings.folder, { recursive: true, force: true });
    });
    return settings;
  }

  get file(): string {
    return join(this.folder, 'settings');
  }

  #write(own: Readonly<Record<string, string>>): void {
    const url = join(this.folder, 'database-url');
    writeFileSync(url, this.database.url);
    const lines = {
      ...own,
      CHOPMARK_MODE: 'demo',
      CHOPMARK_CONNECTION: join(this.folder, 'connection.json'),
      CHOPMARK_DATA_DIR: join(this.folder, 'data'),
      DATABASE_URL_FILE: url,
    };
    const written = Object.entries(lines).map(([name, value]) => `${name}="${value}"\n`);
    writeFileSync(this.file, written.join(''));
  }
}
