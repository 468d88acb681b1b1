/** Days as text: `yyyy-mm-dd`, days of Asia/Shanghai in documents. */
const DAY = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

/** True for a day that the calendar has. */
export function isCalendarDay(text: string): boolean {
  const [, year, month, day] = DAY.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return false;
  const instant = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return Number(year) >= 1000 && instant.toISOString().startsWith(text);
}
