/**
 * Loaded into gateways that tests start over and over (`--import`): passwords cost next to nothing, where
 * else each start checks every account of the demonstration with nearly half a second of a core. The hashes name the
 * parameters that were asked for; whoever checks them has this loaded, too.
 */
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

const MOST_COST = 2 ** 10;
const { scrypt } = crypto;

crypto.scrypt = (password, salt, length, options, done) =>
  scrypt(password, salt, length, { ...options, N: Math.min(options.N, MOST_COST) }, done);
syncBuiltinESMExports();
