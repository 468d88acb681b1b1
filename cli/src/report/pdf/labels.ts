/** Words of the printed report. */
import type { StepResult, Text } from '@chopmark/core/verify';

const text = (zh: string, en: string): Text => ({ zh, en });

export const LABEL = {
  report: text('核验报告', 'Verification report'),
  product: text('验戳', 'Chopmark'),
  number: text('号码', 'Number'),
  asOf: text('状态截至', 'Status as of'),
  judgedAt: text('核验时间', 'Judged at'),
  verifier: text('核验程序', 'Verifier'),
  file: text('被核验文件', 'File judged'),
  documentHash: text('文件哈希', 'Document hash'),
  profile: text('信任配置', 'Trust profile'),
  fingerprint: text('信任配置指纹', 'Fingerprint of the profile'),
  signedBy: text('签署信任配置的机构', 'Signed by'),
  nobody: text(
    '无机构签署：请将指纹与其他途径获得的核对',
    'nobody: compare the fingerprint with one you got another way',
  ),
  noProfile: text('没有适用的信任配置', 'no trust profile applies'),
  network: text('网络', 'Network'),
  signers: text('作证机构', 'Organizations that vouch'),
  none: text('无', 'none'),
  questions: text('八个问题', 'The eight questions'),
  question: text('问题', 'Question'),
  answer: text('回答', 'Answer'),
  reason: text('依据', 'Reason'),
  document: text('文件内容', 'The document as shown'),
  documentLead: text(
    '以下为持有人出示的内容。请与您手中的纸质或电子票据逐项核对。',
    'What the holder shows. Compare it with the paper or file before you.',
  ),
  documentClaim: text(
    '以下内容未经证实，仅为文件自述。',
    'These values are not confirmed: they are what the file claims.',
  ),
  noDocument: text('该文件不是可读的证明文件。', 'The file is no readable bundle.'),
  hidden: text('未出示', 'Hidden by the holder'),
  hiddenLead: text('以下各项存在但未出示，其内容不得而知。', 'These exist, but their content is not shown.'),
  lines: text('明细', 'Lines'),
  line: text('行', 'Line'),
  moreColumns: text('其余列见所附 JSON', 'further columns are in the JSON'),
  more: text('其余见所附 JSON', 'the rest is in the JSON'),
  notProven: text('未证明的事项', 'What is not proven'),
  notProvenLead: text('本报告不证明以下事项：', 'This report does not prove:'),
  notes: text('提示', 'Notes'),
  steps: text('核验步骤', 'The steps'),
  stepsLead: text(
    '每一步列明输入、运算、结果与应有结果。输入按工作簿中的文件名称引用；首次出现时注明出处（= 之后的命令取出该部分），较短者并给出全部字节（十六进制，每四位一组），其余见附录与所附 report.json。',
    'Each step with its inputs, operation, output and expected output. Inputs are named as files of the workbook. Where one first occurs, it is said where it comes from (the command after = takes it out), and short ones are printed in full (hexadecimal, in groups of four); the others stand in the annex and in the attached report.json.',
  ),
  basis: text('被核验的文件与信任配置', 'The file judged, and the trust profile'),
  operation: text('运算', 'operation'),
  inputs: text('输入', 'inputs'),
  output: text('结果', 'output'),
  expected: text('应为', 'expected'),
  compared: text('比对', 'compared'),
  repeat: text('重复', 'repeat'),
  detail: text('说明', 'detail'),
  repeatChapter: text('如何自行重复', 'How to repeat this by hand'),
  glossary: text('术语', 'Glossary'),
  annex: text('附录：原始字节', 'Annex: exact bytes'),
  annexLead: text(
    '以下为步骤所用的原始字节（base64）及文本，以便仅凭纸质报告重复。其中部分字节取自另一文件时，步骤中已注明位置。',
    'Bytes that the steps start from, as base64 or text, so that the printed report suffices. Where a step works on a part of one of them, the step says where it stands.',
  ),
  annexMore: text('未印出（过长），见所附 report.json', 'too long to print; in the attached report.json'),
  page: text('页', 'page'),
  reportHash: text('报告 SHA-256', 'SHA-256 of report.json'),
} as const satisfies Readonly<Record<string, Text>>;

export const RESULT: Readonly<Record<StepResult, Text>> = {
  computed: text('已计算', 'computed'),
  agrees: text('相符', 'agrees'),
  differs: text('不符', 'DIFFERS'),
  open: text('无法确定', 'open'),
};

/** Names of values of a document, by JSON pointer; with `#`: of the header. */
export const FIELD: Readonly<Record<string, Text>> = {
  '#kind': text('文件种类', 'Kind of document'),
  '#series': text('系列与序号', 'Series and sequence'),
  '/issuedOn': text('开票日期', 'Date of issue'),
  '/letter': text('蓝字／红字', 'Blue or red'),
  '/corrects': text('对应蓝字发票', 'Corrects'),
  '/vatKind': text('发票种类', 'Kind of VAT invoice'),
  '/seller/name': text('销售方', 'Seller'),
  '/seller/taxId': text('销售方识别号', 'Tax id of the seller'),
  '/buyer/name': text('购买方', 'Buyer'),
  '/buyer/taxId': text('购买方识别号', 'Tax id of the buyer'),
  '/totalNet': text('金额合计', 'Net'),
  '/totalTax': text('税额合计', 'Tax'),
  '/totalGross': text('价税合计', 'Total with tax'),
  '/currency': text('币种', 'Currency'),
  '/drawer': text('开票人', 'Drawn by'),
  '/remark': text('备注', 'Remark'),
  '/organization': text('所属网关', 'Gateway of'),
  '/chainSequence': text('日志最新记录', 'Newest record of the log'),
  '/chainHash': text('该记录的哈希', 'Hash of that record'),
  '/records': text('新增记录数', 'Records since the checkpoint before'),
  '/madeAt': text('制作时间', 'Made at, by the gateway'),
  '/previous': text('上一检查点的文件哈希', 'Document hash of the checkpoint before'),
};

/** Members of a line, in the order of printing; others come after them by their own name. */
export const LINE_FIELD: Readonly<Record<string, Text>> = {
  name: text('项目名称', 'Item'),
  specification: text('规格型号', 'Spec.'),
  unit: text('单位', 'Unit'),
  quantity: text('数量', 'Quantity'),
  unitPrice: text('单价', 'Unit price'),
  net: text('金额', 'Net'),
  rate: text('税率', 'Rate'),
  tax: text('税额', 'Tax'),
};
