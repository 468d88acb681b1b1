/** Texts of the page; those of verdicts come from the verifier. */
import { KIND_PLACE, KIND_WORDING, type Language } from '@chopmark/core/verify';

export type Text = Readonly<Record<Language, string>>;

export const TEXTS = {
  title: { en: 'Verify a document', zh: '文件核验' },
  lead: {
    en: 'Choose the bundle that came with an invoice, or a folder or ZIP archive of many. It is judged here in your browser; no file leaves this device.',
    zh: '选择随票据提供的证明文件，或含多份证明的文件夹、ZIP 压缩包。核验在您的浏览器中完成，文件不会离开本设备。',
  },
  bundleHeading: { en: 'With the bundle file', zh: '用证明文件核验' },
  drop: {
    en: 'Drop bundles, evidence files, a folder or a ZIP archive here, or',
    zh: '将证明文件、证据文件、文件夹或 ZIP 压缩包拖到此处，或',
  },
  choose: { en: 'Choose files', zh: '选择文件' },
  chooseFolder: { en: 'Choose a folder', zh: '选择文件夹' },
  paste: { en: 'Paste its text instead', zh: '改为粘贴文本' },
  pasteLabel: { en: 'Text of the bundle (JSON)', zh: '证明文件文本（JSON）' },
  judge: { en: 'Verify', zh: '核验' },
  checkHeading: { en: 'Without a file', zh: '没有证明文件' },
  checkLead: {
    en: 'Type three values from the paper. The bureau that issued says whether they agree; nothing else is told.',
    zh: '输入票面上的三项内容，由开具机构答复是否一致，不透露其他信息。',
  },
  number: { en: 'Invoice number', zh: '发票号码' },
  numberHint: { en: '20 digits', zh: '20 位数字' },
  date: { en: 'Date of issue', zh: '开票日期' },
  total: { en: 'Total with tax (CNY)', zh: '价税合计（元）' },
  totalHint: { en: 'e.g. 113.00', zh: '例如 113.00' },
  check: { en: 'Compare', zh: '查验' },
  asking: { en: 'Asking …', zh: '正在查询……' },
  consistent: {
    en: 'Consistent: the three values agree with an issued invoice.',
    zh: '一致：三项内容与已开具的发票相符。',
  },
  inconsistent: {
    en: 'Inconsistent: an invoice with this number exists, but the values differ. Check for typing errors.',
    zh: '不一致：存在该号码的发票，但内容不符。请检查是否输入有误。',
  },
  notFound: {
    en: 'Not found: no invoice with this number has been issued here.',
    zh: '查无此票：此处未开具该号码的发票。',
  },
  refused: { en: 'The values are not of the expected form.', zh: '输入的格式不正确。' },
  tooMany: {
    en: 'Too many questions in a short time: try again in a minute.',
    zh: '查询过于频繁：请一分钟后再试。',
  },
  notHere: {
    en: 'This host does not issue invoices: ask the page of the bureau that did.',
    zh: '本机构不开具发票：请到开具机构的页面查验。',
  },
  unreachable: {
    en: 'Could not ask: there is no connection to the bureau. This says nothing about the invoice. A bundle file can be verified without a connection.',
    zh: '无法查询：与开具机构的连接中断。这不说明发票有问题。证明文件可离线核验。',
  },
  trustHeading: { en: 'Whom this page believes', zh: '信任依据' },
  trustHost: {
    en: 'The trust profile came from the host of this page: you are trusting {host}. To trust nobody but yourself, choose a profile that you keep.',
    zh: '信任配置来自本页面所在主机：即您信任 {host}。若只信任自己保存的配置，请选择文件。',
  },
  trustChosen: {
    en: 'You chose these profiles yourself. Compare the fingerprints with those you got another way.',
    zh: '信任配置由您自行选择。请将指纹与您从其他途径获得的核对。',
  },
  trustBuiltIn: {
    en: 'These profiles were written into this file when it was made. Compare the fingerprints with those you got another way, for example on paper.',
    zh: '信任配置在制作本文件时写入。请将指纹与您从其他途径（例如纸质公示）获得的核对。',
  },
  trustAwaited: { en: 'The trust profile is on its way …', zh: '正在获取信任配置……' },
  trustNone: {
    en: 'No trust profile: the host did not give one. Without it nothing says whom to believe; choose a profile that you keep, or ask the host again.',
    zh: '没有信任配置：主机未能提供。缺少它便无从判断，请选择您保存的配置文件，或再次向主机获取。',
  },
  trustNoneInFile: {
    en: 'No trust profile was written into this file. Without one nothing says whom to believe; choose a profile that you keep.',
    zh: '本文件未写入信任配置。缺少它便无从判断，请选择您保存的配置文件。',
  },
  trustBad: {
    en: 'This file is no usable trust profile: {detail}',
    zh: '该文件不是可用的信任配置：{detail}',
  },
  oneFile: {
    en: 'This page is one file that works without a network. Whoever made it was told its SHA-256: compare it (sha256sum) before you rely on a copy.',
    zh: '本页面是一个可离线使用的文件。制作时已输出其 SHA-256 值：使用副本前请核对（sha256sum）。',
  },
  fingerprint: { en: 'Fingerprint', zh: '指纹' },
  network: { en: 'Network', zh: '网络' },
  nobody: { en: 'nobody', zh: '无' },
  needed: { en: '{count} of {all} organizations must sign', zh: '需 {all} 家机构中的 {count} 家签名' },
  chooseTrust: { en: 'Choose trust profiles', zh: '选择信任配置文件' },
  backToHost: { en: "Use this host's again", zh: '恢复使用主机的配置' },
  backToBuiltIn: { en: 'Use those of this file again', zh: '恢复使用本文件内的配置' },
  working: { en: 'Verifying …', zh: '正在核验……' },
  loadFailed: { en: 'The bundle could not be fetched', zh: '无法取得证明文件' },
  loadUnreachable: {
    en: 'There is no connection to the host. This says nothing about the document: reload the page to try again; a file on this device can still be verified.',
    zh: '与主机的连接中断。这不说明文件有问题：请刷新页面重试；本设备上的文件仍可核验。',
  },
  loadBusy: {
    en: 'The host cannot answer at the moment. This says nothing about the document: reload the page in a minute; a file on this device can still be verified.',
    zh: '主机暂时无法答复。这不说明文件有问题：请一分钟后刷新页面；本设备上的文件仍可核验。',
  },
  loadForeign: {
    en: 'The link leads to another host; this page does not follow it.',
    zh: '链接指向其他主机，本页面不予打开。',
  },
  loadNotFound: { en: 'There is no bundle at this address.', zh: '该地址没有证明文件。' },
  pageFailed: { en: 'The page could not judge this', zh: '本页面无法完成核验' },
  pageIncomplete: {
    en: 'A part of this page has not arrived from its host. This says nothing about the document: reload the page and choose the file again.',
    zh: '本页面的部分脚本未能载入。这不说明文件有问题：请刷新页面并重新选择文件。',
  },
  pageFault: {
    en: 'The page itself failed; please report it. This says nothing about the document: reload the page, or use the command chopmark verify.',
    zh: '页面程序出错，请反馈。这不说明文件有问题：请刷新页面，或使用命令 chopmark verify。',
  },
  workingMany: { en: '{done} of {total} verified …', zh: '已核验 {done} / {total} ……' },
  listHeading: { en: '{count} files verified', zh: '已核验 {count} 份文件' },
  filesHeading: { en: 'Each file', zh: '各文件结果' },
  passedOver: { en: '{count} other files passed over', zh: '另有 {count} 个其他文件未核验' },
  moreRows: {
    en: '{count} more, no worse than these. The command chopmark verify writes a report of all.',
    zh: '另有 {count} 份，结果不劣于以上各份。命令 chopmark verify 可输出完整清单。',
  },
  backToList: { en: 'Back to all files', zh: '返回全部文件' },
  missingParts: {
    en: 'This bundle names evidence that lies in other files. Drop the folder evidence that came with it as well.',
    zh: '该证明引用了其他文件中的证据，请将随附的 evidence 文件夹一并拖入。',
  },
  fileLabel: { en: 'File', zh: '文件' },
  judgedAt: { en: 'Verified on this device at', zh: '本设备核验时间' },
  judgedBy: { en: 'By trust profile', zh: '依据的信任配置' },
  numberLabel: { en: 'Number', zh: '号码' },
  asOf: { en: 'Ledger time of the statement', zh: '证明的账本时间' },
  signedBy: { en: 'Signed by', zh: '签名机构' },
  documentHash: { en: 'Document hash', zh: '文件哈希' },
  compareHeading: { en: 'Compare with the paper', zh: '请与票面逐项核对' },
  compareLead: {
    en: 'A proof covers these values only. If the paper shows others, the paper is wrong.',
    zh: '证明仅涵盖以下内容；若票面与此不同，以此为准。',
  },
  claimHeading: { en: 'What the file claims', zh: '文件所称内容' },
  claimLead: { en: 'These values are not confirmed.', zh: '以下内容未经证实。' },
  hidden: { en: 'hidden by holder', zh: '持有人未出示' },
  absent: { en: 'not stated', zh: '未载明' },
  linesHeading: { en: 'Lines', zh: '明细' },
  moreHeading: { en: 'All other values', zh: '其他内容' },
  checksHeading: { en: 'What was checked', zh: '核验项目' },
  notesHeading: { en: 'Note', zh: '说明' },
  print: { en: 'Print', zh: '打印' },
  foot: {
    en: 'Not proved: that goods were delivered or the invoice paid, and anything that the file does not hold.',
    zh: '未证明：货物是否交付、款项是否支付，以及文件未载明的任何事项。',
  },
} as const satisfies Readonly<Record<string, Text>>;

export type TextName = keyof typeof TEXTS;

/** Names of the values that stand on a document, by JSON pointer. */
export const FIELD_NAMES: Readonly<Record<string, Text>> = {
  [KIND_PLACE]: { en: 'Document', zh: '文件' },
  '/issuedOn': { en: 'Date of issue', zh: '开票日期' },
  '/letter': { en: 'Blue or red', zh: '蓝字／红字' },
  '/corrects': { en: 'Corrects', zh: '对应蓝字发票' },
  '/seller/name': { en: 'Seller', zh: '销售方' },
  '/seller/taxId': { en: 'Tax id of the seller', zh: '销售方纳税人识别号' },
  '/buyer/name': { en: 'Buyer', zh: '购买方' },
  '/buyer/taxId': { en: 'Tax id of the buyer', zh: '购买方纳税人识别号' },
  '/totalNet': { en: 'Net', zh: '金额' },
  '/totalTax': { en: 'Tax', zh: '税额' },
  '/totalGross': { en: 'Total with tax', zh: '价税合计' },
  '/currency': { en: 'Currency', zh: '币种' },
  '/organization': { en: 'Gateway of', zh: '所属网关' },
  '/chainSequence': { en: 'Newest record of the log', zh: '日志最新记录' },
  '/chainHash': { en: 'Hash of that record', zh: '该记录的哈希' },
  '/records': { en: 'Records since the checkpoint before', zh: '自上一检查点以来的记录数' },
  '/madeAt': { en: 'Made at, by the gateway', zh: '制作时间（网关时钟）' },
  '/previous': { en: 'Document hash of the checkpoint before', zh: '上一检查点的文件哈希' },
};

export const LINE_NAMES: Readonly<Record<string, Text>> = {
  name: { en: 'Item', zh: '项目名称' },
  quantity: { en: 'Quantity', zh: '数量' },
  unitPrice: { en: 'Unit price', zh: '单价' },
  net: { en: 'Net', zh: '金额' },
  rate: { en: 'Rate', zh: '税率' },
  tax: { en: 'Tax', zh: '税额' },
};

export const VALUE_NAMES: Readonly<Record<string, Readonly<Record<string, Text>>>> = {
  [KIND_PLACE]: KIND_WORDING,
  '/letter': { blue: { en: 'blue', zh: '蓝字' }, red: { en: 'red', zh: '红字' } },
};

/** @param language Of the reader. @param values Replace `{name}` in the text. */
export function textOf(
  name: TextName,
  language: Language,
  values: Readonly<Record<string, string>> = {},
): string {
  return TEXTS[name][language].replace(/\{(\w+)\}/g, (whole, key: string) => values[key] ?? whole);
}
