/** A process that listens for crowds and is killed on the way: `<port> <milliseconds until its end>`. */
import { serve } from '../../../gateway/dist/listening/serve.js';

const [, , port = '0', ms = '0'] = process.argv;
setTimeout(() => process.kill(process.pid, 'SIGKILL'), Number(ms));
await serve((_, res) => res.end('here'), '127.0.0.1', Number(port), { crowds: true });
process.stdout.write('listening\n');
