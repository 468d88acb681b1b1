/** Bodies of `POST /v1/invoices`. */
import { BUYER, SELLER } from './people.js';

export interface Body {
  [name: string]: unknown;
}

/** A good invoice of two lines: net 276.00, tax 28.88, gross 304.88. */
export function invoiceBody(changes: Body = {}): Body {
  return {
    vatKind: 'special',
    seller: {
      ...SELLER,
      address: '示例市示例路1号',
      phone: '0100-0000000',
      bankName: '示例商业银行',
      bankAccount: '0000000001',
    },
    buyer: { ...BUYER },
    lines: [
      {
        name: '*工艺品*节庆灯笼',
        unit: '只',
        quantity: '2',
        unitPrice: '88.00',
        net: '176.00',
        rate: '0.13',
        tax: '22.88',
        kind: 'normal',
      },
      { name: '*信息技术服务*维护费', net: '100.00', rate: '0.06', tax: '6.00', kind: 'normal' },
    ],
    totalNet: '276.00',
    totalTax: '28.88',
    totalGross: '304.88',
    remark: '样例\n第二行',
    drawer: '示例开票员',
    ...changes,
  };
}

/** Without a member; `path` as a JSON pointer. */
export function without(body: Body, path: string): Body {
  return edited(body, path, (target, key) => {
    if (Array.isArray(target)) target.splice(Number(key), 1);
    else Reflect.deleteProperty(target, key);
  });
}

/** With another value at a JSON pointer. */
export function withValue(body: Body, path: string, value: unknown): Body {
  return edited(body, path, (target, key) => {
    (target as Body)[key] = value;
  });
}

function edited(body: Body, path: string, edit: (target: object, key: string) => void): Body {
  const copy = structuredClone(body);
  const steps = path.split('/').slice(1);
  const last = steps.pop() ?? '';
  const target = steps.reduce<unknown>((value, step) => (value as Body)[step], copy);
  edit(target as object, last);
  return copy;
}
