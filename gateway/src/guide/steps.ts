/**
 * The first steps of an integrator: words in both languages, and what is typed. A test takes the snippets from the page
 * and runs them (test/integration/start-page.test.ts).
 *
 * @module
 */
import type { Text } from '../i18n/language.js';

export interface Snippet {
  /** Typed into a shell, or kept as a file of this name. */
  readonly to: 'sh' | { readonly file: string };
  /** `{gateway}` and `{package}` are filled in. */
  readonly text: string;
}

export interface Step {
  readonly id: string;
  readonly title: Text;
  readonly words: Text;
  readonly snippets: readonly Snippet[];
  /** What is seen then. */
  readonly seen?: Text;
  /** Only where documents are issued. */
  readonly issuing?: true;
}

const sh = (text: string): Snippet => ({ to: 'sh', text });
const file = (name: string, text: string): Snippet => ({ to: { file: name }, text });

export const STEPS: readonly Step[] = [
  {
    id: 'account',
    issuing: true,
    title: { en: 'Account and key', zh: '账号与密钥' },
    words: {
      en: 'An administrator made you an account that may issue. Paste the first line alone, then type the password; ACCOUNT in the next block is the name of your account. The token is good for an hour; a program takes an API key instead, which is shown this once and has only the rights that it names.',
      zh: '管理员已为您开通开票账号。请先单独粘贴第一行并输入密码；下一段中的 ACCOUNT 为您的账号名。令牌一小时内有效；程序应使用 API 密钥：密钥只显示这一次，且仅具备所列权限。',
    },
    snippets: [
      sh('read -rs PASSWORD'),
      sh(String.raw`export GATEWAY={gateway}
ACCOUNT=issuer
TOKEN=$(curl -sS $GATEWAY/v1/sessions -H 'Content-Type: application/json' \
  -d "{\"account\":\"$ACCOUNT\",\"password\":\"$PASSWORD\"}" | sed 's/.*"accessToken":"\([^"]*\)".*/\1/')
export KEY=$(curl -sS $GATEWAY/v1/me/api-keys -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
  -d '{"name":"first steps","scopes":["invoices:issue","invoices:read"]}' | sed 's/.*"secret":"\([^"]*\)".*/\1/')
curl -sS $GATEWAY/v1/me -H "Authorization: Bearer $KEY"; echo`),
    ],
    seen: {
      en: 'The account that the key belongs to, with its roles and its organization. If it says TOKEN_INVALID, echo $TOKEN says why.',
      zh: '显示密钥所属的账号、角色与机构。若显示 TOKEN_INVALID，echo $TOKEN 可查看原因。',
    },
  },
  {
    id: 'issue',
    issuing: true,
    title: { en: 'Issue by curl', zh: '用 curl 开具' },
    words: {
      en: 'The answer comes when the hash of the invoice stands on the ledger (201), or, when Prefer: wait=N is over before that, as an operation that goes on (202). Send it again with the same Idempotency-Key, as often as you like: there is one invoice, and the answer says Idempotency-Replayed.',
      zh: '哈希上链后返回 201；若 Prefer: wait=N 的时间已到则返回 202 与后续可查询的操作。以相同的 Idempotency-Key 重发任意次，也只开具一张，应答带有 Idempotency-Replayed。',
    },
    snippets: [
      sh(`cat > invoice.json <<'JSON'
{
  "vatKind": "ordinary",
  "buyer": { "name": "示例采购有限公司" },
  "lines": [{ "name": "*信息技术服务*维护费", "net": "100.00", "rate": "0.06", "tax": "6.00" }]
}
JSON
curl -sS $GATEWAY/v1/invoices -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' \\
  -H 'Idempotency-Key: first-steps-1' -H 'Prefer: wait=30' -d @invoice.json > issued.json
cat issued.json; echo`),
      sh(String.raw`NUMBER=$(sed 's/.*"number":"\([0-9]*\)".*/\1/' issued.json)
curl -sS $GATEWAY/v1/invoices/$NUMBER/bundle -H "Authorization: Bearer $KEY" -o proof.json
curl -sS $GATEWAY/v1/verifications -H 'Content-Type: application/json' -d @proof.json; echo`),
    ],
    seen: {
      en: 'The invoice with its number of twenty digits, and the verdict of the gateway on its proof. Step 5 asks nobody.',
      zh: '显示二十位发票号码，以及网关对证明包的结论；第 5 步则无需询问任何人。',
    },
  },
  {
    id: 'sdk',
    title: { en: 'Take the SDK', zh: '获取 SDK' },
    words: {
      en: 'From this gateway, no registry needed; Node 20.19 or later. The package needs nothing beside it. In a browser the single file does: import { Chopmark } from "/sdk/chopmark-client.mjs".',
      zh: '直接从本网关获取，无需软件源；要求 Node 20.19 以上。软件包没有任何依赖；浏览器可直接引用单文件：import { Chopmark } from "/sdk/chopmark-client.mjs"。',
    },
    snippets: [
      sh(`npm init -y > /dev/null
npm install --no-audit --no-fund {package}`),
    ],
  },
  {
    id: 'webhook',
    issuing: true,
    title: { en: 'Issue, hear of it, keep the proof', zh: '开具、接收回调、保存证明' },
    words: {
      en: 'The SDK makes idempotency keys, waits and retries by itself. A webhook is a signed message: check it over the body as it arrived, answer, and do the work afterwards. Outside of a demonstration its address is one by https that the gateway can reach.',
      zh: 'SDK 会自动生成幂等键、等待与重试。回调消息带签名：请对原始请求体验签，先应答再处理。演示环境之外，回调地址须为网关可访问的 https 地址。',
    },
    snippets: [
      file(
        'first.mjs',
        `import { createServer } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { Chopmark, verifyWebhook } from '@chopmark/client';

const chopmark = new Chopmark({ baseUrl: process.env.GATEWAY, credentials: { token: process.env.KEY } });

let secret;
let hear;
const heard = new Promise((resolve) => (hear = resolve));
const receiver = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  try {
    const event = await verifyWebhook(Buffer.concat(chunks), request.headers, secret);
    response.writeHead(204).end();
    hear(event);
  } catch {
    response.writeHead(401).end();
  }
});
await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening));
const webhook = await chopmark.webhooks.create({
  url: \`http://127.0.0.1:\${receiver.address().port}/\`,
  events: ['invoice.issued'],
});
secret = webhook.secret;

const invoice = await chopmark.invoices.issueAndWait({
  vatKind: 'ordinary',
  buyer: { name: '示例采购有限公司' },
  lines: [{ name: '*信息技术服务*维护费', net: '200.00', rate: '0.06', tax: '12.00' }],
});
console.log('issued', invoice.number, invoice.totalGross);

const event = await heard;
console.log('heard', event.type, event.data.id === invoice.id);

await writeFile('proof.json', await chopmark.invoices.bundle(invoice.number));
await chopmark.webhooks.remove(webhook.id);
receiver.close();
`,
      ),
      sh('node first.mjs'),
    ],
    seen: {
      en: '“issued” with a number and 212.00, then “heard invoice.issued true”.',
      zh: '先显示 issued、号码与 212.00，再显示 heard invoice.issued true。',
    },
  },
  {
    id: 'check',
    title: { en: 'Check the proof, and ask nobody', zh: '离线验证' },
    words: {
      en: 'Whoever holds proof.json and a trust profile judges by themselves: pull the network plug and run it. The profile below comes from this gateway; before you rely on it, compare its fingerprint with the one that the organizations publish on paper.',
      zh: '持有 proof.json 与信任配置者可自行判断，断网亦可运行。下面的信任配置取自本网关；正式使用前，请将其指纹与各机构书面公布的指纹核对。',
    },
    snippets: [
      sh('curl -sS {gateway}/.well-known/chopmark-trust.json -o trust.json'),
      file(
        'check.mjs',
        `import { readFile } from 'node:fs/promises';
import { fingerprintOf, verifyOffline } from '@chopmark/client/verify';

const trust = await readFile('trust.json');
console.log('profile', fingerprintOf(trust));
const { verdict, inForce, number, findings } = await verifyOffline(await readFile('proof.json'), trust);
console.log(verdict, inForce, number);
for (const { question, outcome, code } of findings) console.log(' ', question, outcome, code);
process.exitCode = verdict === 'valid' ? 0 : 1;
`,
      ),
      sh('node check.mjs'),
    ],
    seen: {
      en: '“valid yes” with the number. Change one character of proof.json and run it again: “invalid”, and the exit code is 1.',
      zh: '显示 valid yes 与号码。将 proof.json 改动一个字符后再运行，结果为 invalid，退出码为 1。',
    },
  },
];
