type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** An absent parameter of a query is a member with the value undefined; inside the house it is no member. */
export function withoutUndefined<T extends object>(members: T): Partial<Defined<T>> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<
    Defined<T>
  >;
}
