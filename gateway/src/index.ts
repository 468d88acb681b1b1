/** What others may build on: the HTTP side without a process around it. */
export { createApp, routesOf, type AppContext } from './app.js';
export { configFrom, ConfigError, type Config } from './config.js';
export { UnavailableError } from './errors.js';
export type * from './invoices/invoice-desk.js';
