/** The empty table for many invoices. */
import { z } from 'zod';
import { CSV_MEDIA_TYPE } from '../imports/formats.js';
import { csvTemplate, xlsxTemplate } from '../imports/template.js';
import { writeXlsx, XLSX_MEDIA_TYPE } from '../imports/xlsx/write-xlsx.js';
import { parseQuery } from '../requests/parse-with.js';
import { TemplateQuery } from '../schemas/parameters.js';
import type { Route } from './route.js';

export function batchTemplateRoutes(): Route[] {
  return [
    {
      key: 'GET /v1/invoice-batches/template',
      doc: {
        id: 'getInvoiceBatchTemplate',
        tag: 'invoices',
        summary: 'An empty table for POST /v1/invoice-batches',
        description:
          'Columns in Chinese or English by Accept-Language; both are understood. XLSX formats every column as text.',
        query: TemplateQuery,
        answers: {
          200: {
            description: 'The table.',
            content: {
              [CSV_MEDIA_TYPE]: z.string(),
              [XLSX_MEDIA_TYPE]: z.string().meta({ format: 'binary' }),
            },
            headers: ['Content-Disposition'],
          },
        },
        problems: ['MALFORMED_QUERY'],
      },
      handle: async ({ req, res, language }) => {
        const { format } = parseQuery(TemplateQuery, req.query);
        res.attachment(`invoices.${format}`);
        if (format === 'csv') res.type(CSV_MEDIA_TYPE).send(csvTemplate(language));
        else {
          res.type(XLSX_MEDIA_TYPE);
          if (req.method === 'HEAD') res.end();
          else await writeXlsx(xlsxTemplate(language), res);
        }
      },
    },
  ];
}
