/** Words that the report uses, and how its steps are repeated. */
import type { Text } from '@chopmark/core/verify';

const text = (zh: string, en: string): Text => ({ zh, en });

export const HOW_TO_REPEAT: readonly (Text & { readonly commands: readonly string[] })[] = [
  {
    ...text(
      '本 PDF 附有 report.json（本报告的完整数据）与被核验文件。用任意 PDF 工具取出：',
      'This PDF carries report.json (the report in full) and the judged file as attachments. Any PDF tool takes them out:',
    ),
    commands: ['pdfdetach -saveall report.pdf'],
  },
  {
    ...text(
      '工作簿把每一项输入写成文件，并附脚本 steps.sh。脚本只用 bash、openssl 与 coreutils，逐步重复并输出 ok 或 DIFFERS，不运行验戳的任何程序：',
      'A workbook holds every input as a file, and the script steps.sh: with bash, openssl and coreutils alone it repeats step by step and says ok or DIFFERS. No program of Chopmark runs in it:',
    ),
    commands: [
      'chopmark report bundle.json --trust trust.json --at <judged at> --workbook book',
      'bash book/steps.sh          # bash book/steps.sh 3 6.2: only these',
    ],
  },
  {
    ...text(
      '也可只凭本报告：将附录中的字节存为同名文件，再照步骤中的命令执行。命令所用的函数如下（首先设置 LC_ALL=C）：',
      'Or by this paper alone: store the bytes of the annex under their names and type the commands of the steps. They use these functions (set LC_ALL=C first):',
    ),
    commands: [],
  },
];

export const GLOSSARY: readonly { readonly term: Text; readonly means: Text }[] = [
  {
    term: text('哈希', 'Hash'),
    means: text(
      '由任意数据算出的 32 字节指纹。数据改动一处，指纹即完全不同；无法找到另一份数据有相同指纹。',
      'A fingerprint of 32 bytes of any data. One change anywhere gives another fingerprint; nobody can find other data with the same one.',
    ),
  },
  {
    term: text('叶子、盐', 'Leaf, salt'),
    means: text(
      '每项内容与其路径、一段随机的盐合在一起算出叶子哈希；没有盐就无法猜测未出示的内容。',
      'Each value is hashed together with its path and a random salt: without the salt nobody can guess a hidden value.',
    ),
  },
  {
    term: text('哈希树、根、路径', 'Tree, root, path'),
    means: text(
      '叶子两两相并逐层计算，最后一个哈希为根（RFC 9162）。路径是从一片叶子算到根所需的各兄弟节点。',
      'Leaves are hashed in pairs, level by level; the last hash is the root (RFC 9162). A path is the siblings needed to come from one leaf to the root.',
    ),
  },
  {
    term: text('批次、系列', 'Batch, series'),
    means: text(
      '同一种类、同一号码前缀的文件组成系列，按序号分批登记；每批在账本上只有一条记录，含其根。',
      'Documents of one kind and number prefix form a series and are recorded in batches; a batch is one record on the ledger, with its root.',
    ),
  },
  {
    term: text('证明（陈述）', 'Statement'),
    means: text(
      '多家机构的账本节点对“账本上该批次与这些文件的情况如何”所作的签名回答，以及被回答的签名请求。',
      'The signed answer of ledger nodes of several organizations to the question what the ledger holds for a batch and its documents, with the signed question.',
    ),
  },
  {
    term: text('信任配置', 'Trust profile'),
    means: text(
      '核验者事先持有的短文件：相信哪个网络、哪些机构及其根证书、谁可开具什么、至少几家签名。从不取自被核验的文件。',
      'A short file that the verifier had beforehand: which network, organizations and root certificates to believe, who may issue what, how many must sign. Never taken from the judged file.',
    ),
  },
  {
    term: text('MSP', 'MSP'),
    means: text(
      'Fabric 网络中机构的身份代号，例如 TaxMSP；其证书须由该机构的根证书签发。',
      "Name of an organization in a Fabric network, for example TaxMSP; its certificates lead to the organization's root.",
    ),
  },
  {
    term: text('账本时钟', 'Ledger clock'),
    means: text(
      '账本上的时间，仅当与各机构时钟相差不超过五秒时才能推进；给出“最迟于何时已登记”。',
      "A time on the ledger that moves only while it is within five seconds of the organizations' own clocks; it says by when something was on record.",
    ),
  },
  {
    term: text('低 S', 'Low S'),
    means: text(
      'ECDSA 签名有两种等效写法，只接受其中一种，使一个签名只有一种形式。',
      'An ECDSA signature can be written in two ways; only one is accepted, so that a signature has one form.',
    ),
  },
  {
    term: text('未出示', 'Hidden'),
    means: text(
      '持有人只给出该项的叶子哈希：其存在与位置已受约束，内容不公开。',
      'The holder gives only the leaf hash of a value: that it exists, and where, is bound; what it says stays private.',
    ),
  },
];
