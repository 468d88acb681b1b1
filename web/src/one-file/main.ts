/** The verifier in one file: asks nobody, and believes the profiles that were written into it. */
import { connectDesk } from '../verify/connect.js';
import { Desk } from '../verify/desk.js';
import { trustBuiltIn } from '../verify/trust-source.js';

const desk = new Desk(trustBuiltIn);
desk.start();
connectDesk(desk);
