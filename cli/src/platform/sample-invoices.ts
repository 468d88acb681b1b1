/**
 * Invoices of the demonstration: invented, with sandbox taxpayers. Each is a body that `POST /v1/invoices` takes.
 *
 * @module
 */
import { BUYERS, type Party, SELLERS } from './demo-accounts.js';

export interface SampleLine {
  readonly name: string;
  readonly specification?: string;
  readonly unit: string;
  readonly quantity: string;
  readonly unitPrice: string;
  readonly net: string;
  readonly rate: string;
  readonly tax: string;
  readonly kind: 'normal';
}

export interface SampleInvoice {
  readonly reference?: string;
  readonly vatKind: 'special' | 'ordinary';
  readonly seller: Party;
  readonly buyer: { readonly name: string; readonly taxId?: string };
  readonly lines: readonly SampleLine[];
  readonly totalNet: string;
  readonly totalTax: string;
  readonly totalGross: string;
  readonly drawer: string;
  readonly remark: string;
}

/** Quantity and unit price in whole fen and units, rate in percent: enough for samples, exact by construction. */
interface Item {
  readonly name: string;
  readonly specification?: string;
  readonly unit: string;
  readonly quantity: number;
  readonly priceFen: number;
  readonly percent: number;
}

const ITEMS = {
  lantern: {
    name: '*工艺品*节庆灯笼',
    specification: '直径40cm',
    unit: '只',
    quantity: 20,
    priceFen: 8800,
    percent: 13,
  },
  frame: { name: '*工艺品*灯笼竹骨架', unit: '套', quantity: 5, priceFen: 4650, percent: 13 },
  tea: {
    name: '*茶及饮料*龙井茶',
    specification: '250g',
    unit: '盒',
    quantity: 12,
    priceFen: 19900,
    percent: 13,
  },
  interest: { name: '*金融服务*账户管理费', unit: '月', quantity: 3, priceFen: 5000, percent: 6 },
  maintenance: { name: '*信息技术服务*系统维护费', unit: '次', quantity: 1, priceFen: 1250000, percent: 6 },
  ride: { name: '*运输服务*轨道交通票款', unit: '程', quantity: 42, priceFen: 367, percent: 9 },
  gauze: {
    name: '*纺织产品*医用纱布',
    specification: '10m',
    unit: '卷',
    quantity: 300,
    priceFen: 649,
    percent: 13,
  },
} as const satisfies Record<string, Item>;

const PLAN: readonly { seller: Party; buyer: Party | { name: string }; items: readonly Item[] }[] = [
  { seller: SELLERS.lantern, buyer: BUYERS.trading, items: [ITEMS.lantern] },
  { seller: SELLERS.lantern, buyer: BUYERS.logistics, items: [ITEMS.lantern, ITEMS.frame] },
  { seller: SELLERS.teahouse, buyer: BUYERS.trading, items: [ITEMS.tea] },
  { seller: SELLERS.teahouse, buyer: { name: '个人' }, items: [{ ...ITEMS.tea, quantity: 2 }] },
  { seller: SELLERS.bank, buyer: BUYERS.hospital, items: [ITEMS.interest] },
  { seller: SELLERS.software, buyer: BUYERS.hospital, items: [ITEMS.maintenance] },
  { seller: SELLERS.software, buyer: BUYERS.logistics, items: [{ ...ITEMS.maintenance, priceFen: 980000 }] },
  { seller: SELLERS.metro, buyer: BUYERS.logistics, items: [ITEMS.ride] },
  { seller: SELLERS.metro, buyer: { name: '个人' }, items: [{ ...ITEMS.ride, quantity: 1 }] },
  { seller: SELLERS.teahouse, buyer: BUYERS.hospital, items: [ITEMS.tea, ITEMS.gauze] },
];

const DRAWERS = ['示例开票员甲', '示例开票员乙'];

/** Twenty sample invoices; the same every time, so that seeding twice issues once. */
export function sampleInvoices(): readonly SampleInvoice[] {
  return [...PLAN, ...PLAN].map(({ seller, buyer, items }, index) => {
    const round = Math.floor(index / PLAN.length) + 1;
    const scaled = items.map((item) => ({ ...item, quantity: item.quantity * round }));
    return sampleInvoice(
      `SAMPLE-${String(index + 1).padStart(3, '0')}`,
      seller,
      buyer,
      scaled,
      DRAWERS[index % 2] ?? '',
    );
  });
}

/** The body of `samples/new-invoice.json`: a sale of the demo issuer's own, without a reference so that it can be sent again and again. */
export function newInvoiceBody(): SampleInvoice {
  return sampleInvoice(
    undefined,
    SELLERS.lantern,
    BUYERS.trading,
    [ITEMS.lantern, ITEMS.frame],
    '示例开票员甲',
  );
}

function sampleInvoice(
  reference: string | undefined,
  seller: Party,
  buyer: { name: string; taxId?: string },
  items: readonly Item[],
  drawer: string,
): SampleInvoice {
  const amounts = items.map(({ quantity, priceFen, percent }) => {
    const net = quantity * priceFen;
    return { net, tax: Math.floor((net * percent + 50) / 100) };
  });
  const totalNet = amounts.reduce((sum, { net }) => sum + net, 0);
  const totalTax = amounts.reduce((sum, { tax }) => sum + tax, 0);
  return {
    ...(reference === undefined ? {} : { reference }),
    vatKind: buyer.taxId === undefined ? 'ordinary' : 'special',
    seller,
    buyer,
    lines: items.map((item, at) => lineOf(item, amounts[at] ?? { net: 0, tax: 0 })),
    totalNet: yuan(totalNet),
    totalTax: yuan(totalTax),
    totalGross: yuan(totalNet + totalTax),
    drawer,
    remark: '演示样例，非真实发票 / demonstration sample, not a real invoice',
  };
}

function lineOf(item: Item, { net, tax }: { net: number; tax: number }): SampleLine {
  return {
    name: item.name,
    ...(item.specification === undefined ? {} : { specification: item.specification }),
    unit: item.unit,
    quantity: String(item.quantity),
    unitPrice: yuan(item.priceFen),
    net: yuan(net),
    rate: `0.${String(item.percent).padStart(2, '0')}`,
    tax: yuan(tax),
    kind: 'normal',
  };
}

function yuan(fen: number): string {
  return `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}
